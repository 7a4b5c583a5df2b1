import type { Scope } from '@taskfold/contract';
import type { Grant } from '../../tokens/grant.ts';

/** Who asks, as an API key tells. */
export interface Caller {
  readonly keyId: string;
  readonly tenantId: string;
  readonly projectId: string;
  readonly scopes: ReadonlySet<Scope>;
  /** What is read at most, where a read token was sent; absent for an API key. */
  readonly grant?: Grant;
}
