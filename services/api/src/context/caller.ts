import type { Scope } from '@taskfold/contract';
import type { Grant } from './grant.ts';

/** Who asks, as an API key tells. */
export interface Caller {
  readonly keyId: string;
  readonly tenantId: string;
  readonly projectId: string;
  readonly scopes: ReadonlySet<Scope>;
  /** Milliseconds since 1970; null for a key that does not expire. */
  readonly expiresAtMs: number | null;
  /** What is read at most, where a read token was sent; absent for an API key. */
  readonly grant?: Grant;
}

/** An API key that exists and was not revoked. */
export interface KeyRecord extends Caller {
  readonly tenantDisabled: boolean;
}
