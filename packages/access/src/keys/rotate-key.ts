import type { Scope } from '@taskfold/contract';
import type { PrismaTransaction } from '@taskfold/database';
import { countLive, live, type TooManyKeys } from './live-keys.ts';
import { type MadeKey, makeKey } from './make-key.ts';
import { isScope } from './scopes.ts';

export interface RotateOptions {
  readonly tenantId: string;
  readonly keyId: string;
  readonly graceSeconds: number;
  /** Of whoever rotates: a key with further ones is not theirs to replace, for the new one would be shown to them. */
  readonly heldScopes: ReadonlySet<Scope>;
}

/**
 * Makes another key of the same name and scopes, which does not expire; the old one works on for the grace, so that whoever
 * uses it can change over, and counts as live until then.
 *
 * @param most live keys that the tenant may have
 */
export async function rotateKey(
  transaction: PrismaTransaction,
  { tenantId, keyId, graceSeconds, heldScopes }: RotateOptions,
  most: number,
): Promise<MadeKey | TooManyKeys | { readonly kind: 'not_live' | 'lacks_scope' }> {
  const others = (await countLive(transaction, tenantId)) - 1;
  const old = { tenantId, keyId, ...live() };
  const found = await transaction.apiKey.findFirst({ where: old });
  if (found === null) return { kind: 'not_live' };
  const scopes = found.scopes.filter(isScope);
  if (!scopes.every((scope) => heldScopes.has(scope))) return { kind: 'lacks_scope' };
  if (others + (graceSeconds > 0 ? 1 : 0) >= most) return { kind: 'too_many_keys' };
  const graceEnds = new Date(Date.now() + graceSeconds * 1000);
  const expiresAt = found.expiresAt !== null && found.expiresAt < graceEnds ? found.expiresAt : graceEnds;
  // Who revokes waits for nobody: it may be revoked by now.
  const { count } = await transaction.apiKey.updateMany({ where: old, data: { expiresAt } });
  if (count === 0) return { kind: 'not_live' };
  const made = await makeKey(transaction, {
    ...{ tenantId, projectId: found.projectId, name: found.name, scopes },
  });
  if (made.kind !== 'made') throw new Error('the project of a key is missing');
  return made;
}
