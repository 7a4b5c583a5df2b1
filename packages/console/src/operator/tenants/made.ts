import type { MadeSecret } from '../parts/made-secrets.tsx';

/** What was made, and cannot be looked at later. */
export interface Made {
  readonly title: string;
  readonly secrets: readonly MadeSecret[];
}
