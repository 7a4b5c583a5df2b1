import type { Scope } from '@taskfold/contract';

/** Who asks, as an API key tells. */
export interface Caller {
  readonly keyId: string;
  readonly tenantId: string;
  readonly projectId: string;
  readonly scopes: ReadonlySet<Scope>;
}
