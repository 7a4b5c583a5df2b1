/** What an API key may be allowed. */
export const SCOPES = ['tasks:read', 'tasks:cancel', 'events:write', 'billing:write', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];
