/** What a key may do. */
export type Scope = 'tasks:read' | 'tasks:cancel' | 'events:write' | 'billing:write' | 'admin';

/** Who asks, as an API key tells. */
export interface Caller {
  readonly keyId: string;
  readonly tenantId: string;
  readonly projectId: string;
  readonly scopes: ReadonlySet<Scope>;
}
