import type { Instant, Scope } from '@taskfold/contract';
import type { PrismaTransaction } from '@taskfold/database';
import { apiKeyHash, apiKeyStart, generateApiKey } from './api-key.ts';
import { type ApiKeyInfo, INFO, toKeyInfo } from './key-info.ts';
import { countLive, type TooManyKeys } from './live-keys.ts';

export interface NewApiKey {
  readonly tenantId: string;
  readonly projectId: string;
  /** For people. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Never where absent. */
  readonly expiresAt?: Instant | null;
}

/** A key that was made. The key itself is stored nowhere: who does not note it now has lost it. */
export interface MadeKey {
  readonly kind: 'made';
  readonly key: string;
  readonly info: ApiKeyInfo;
}

export interface MakeKeyOptions {
  /** Live keys that the tenant may have, this one among them; without it, any number. */
  readonly most?: number;
  /** As `generateApiKey` has drawn it, for who must know it before; drawn here where absent. */
  readonly key?: string;
}

/**
 * Makes a key of a project: the only way to one. Within a transaction, for that whoever counts keys and makes one must do both
 * or neither.
 *
 * @throws RangeError where `options.key` is none
 */
export async function makeKey(
  transaction: PrismaTransaction,
  { tenantId, projectId, name, scopes, expiresAt = null }: NewApiKey,
  { most, key = generateApiKey() }: MakeKeyOptions = {},
): Promise<MadeKey | TooManyKeys | { readonly kind: 'no_such_project' }> {
  const hash = apiKeyHash(key);
  if (hash === null) throw new RangeError('no API key has this form');
  if (most !== undefined && (await countLive(transaction, tenantId)) >= most) {
    return { kind: 'too_many_keys' };
  }
  if ((await transaction.project.count({ where: { tenantId, projectId } })) === 0) {
    return { kind: 'no_such_project' };
  }
  const data = {
    ...{ tenantId, projectId, name, scopes: [...scopes], expiresAt },
    ...{ keyHash: Buffer.from(hash, 'hex'), keyStart: apiKeyStart(key) },
  };
  return { kind: 'made', key, info: toKeyInfo(await transaction.apiKey.create({ data, select: INFO })) };
}
