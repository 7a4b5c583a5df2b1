/** What a key may do. */
export const SCOPES = ['tasks:read', 'tasks:cancel', 'events:write', 'billing:write', 'admin'] as const;

export type Scope = (typeof SCOPES)[number];

export function isScope(text: string): text is Scope {
  return SCOPES.some((scope) => scope === text);
}
