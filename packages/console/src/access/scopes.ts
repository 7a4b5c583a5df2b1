import type { Me } from '@taskfold/client';

export type KeyScope = Me['scopes'][number];

/** What a key with a scope may do, to the end of a sentence that begins “It may”. */
export const SCOPE_MEANINGS: Readonly<Record<KeyScope, string>> = {
  'tasks:read': 'read tasks, what happened to them and what they cost',
  'tasks:cancel': 'ask for tasks to end, and have callers told again',
  'events:write': 'publish events of tasks, as producers do',
  'billing:write': 'publish charges, refunds and settlements, beside events:write',
  admin: 'make and end keys and secrets, and erase what tasks hold',
};

/** In the order in which they are offered. */
export const SCOPE_NAMES = Object.keys(SCOPE_MEANINGS) as readonly KeyScope[];
