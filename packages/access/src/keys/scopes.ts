import { SCOPES, type Scope } from '@taskfold/contract';

export function isScope(text: string): text is Scope {
  return SCOPES.some((scope) => scope === text);
}
