/** What an API key may be allowed. */
export const SCOPES = ['tasks:read', 'tasks:cancel', 'events:write', 'billing:write', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** What an operation asks of a key: a scope, that it is good (`any`), or no key at all (null). */
export type NeededScope = Scope | 'any' | null;
