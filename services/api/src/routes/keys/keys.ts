import type {
  ApiKeyInfo,
  ListApiKeysOptions,
  MadeKey,
  NewApiKey,
  RotateOptions,
  TooManyKeys,
} from '@taskfold/access';
import {
  createKeyBody,
  type Instant,
  isInstant,
  listKeysQuery,
  OPERATIONS,
  rotateKeyBody,
  toWireTime,
  toWireTimeOrNull,
} from '@taskfold/contract';
import { abortable } from '@taskfold/runtime';
import type { Request } from 'express';
import { readJson } from '../../body/read-json.ts';
import { callerOf } from '../../context/request-context.ts';
import { pageJson } from '../../cursors/page-json.ts';
import type { SignedCursors } from '../../cursors/signed-cursors.ts';
import { ApiError } from '../../errors/api-error.ts';
import { invalidRequest } from '../../errors/invalid-request.ts';
import type { Reply } from '../../http/reply.ts';
import { type Route, routeOf } from '../../http/route.ts';
import { readQuery } from '../../query/read-query.ts';

/** Where the keys of a tenant are kept. */
export interface KeyAdministration {
  create(key: NewApiKey): Promise<MadeKey | TooManyKeys | { readonly kind: 'no_such_project' }>;
  list(
    options: ListApiKeysOptions,
  ): Promise<{ readonly keys: readonly ApiKeyInfo[]; readonly hasMore: boolean }>;
  rotate(
    options: RotateOptions,
  ): Promise<MadeKey | TooManyKeys | { readonly kind: 'not_live' | 'lacks_scope' }>;
  revoke(options: { readonly tenantId: string; readonly keyId: string }): Promise<ApiKeyInfo | null>;
}

const NO_STORE = ['Cache-Control', 'no-store'];
/** How long a key works on that is replaced, where the request does not say. */
const GRACE_SECONDS = 86_400;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** `/v1/keys`: the API keys of the caller's own tenant. */
export function keyRoutes(keys: KeyAdministration, cursors: SignedCursors): readonly Route[] {
  const create = routeOf(OPERATIONS.createKey, async (request, context): Promise<Reply> => {
    const caller = callerOf(context);
    const { name, scopes, ...body } = readJson(createKeyBody, request.body);
    const projectId = body.project_id ?? caller.projectId;
    const lacking = scopes.find((scope) => !caller.scopes.has(scope));
    if (lacking !== undefined) throw lacksScope(`the scope ${lacking}`);
    const expiresAt = body.expires_at ?? null;
    const key = { tenantId: caller.tenantId, projectId, name, scopes: [...new Set(scopes)], expiresAt };
    const made = await abortable(keys.create(key), context.signal);
    if (made.kind === 'made') return reply(201, { ...keyInfoOf(made.info), key: made.key });
    if (made.kind === 'too_many_keys') throw new ApiError('too_many_keys');
    throw invalidRequest([{ path: ['project_id'], message: 'is no project of the tenant' }]);
  });

  const list = routeOf(OPERATIONS.listKeys, async (request, context): Promise<Reply> => {
    const { tenantId } = callerOf(context);
    const { limit, cursor } = readQuery(listKeysQuery, request.url);
    const binding = ['keys', tenantId];
    const after = cursor === undefined ? undefined : placeOf(cursors.open(binding, cursor));
    const page = await abortable(keys.list({ tenantId, after, limit }), context.signal);
    const last = page.hasMore ? page.keys.at(-1) : undefined;
    const next = last === undefined ? null : cursors.seal(binding, `${last.createdAt} ${last.keyId}`);
    const items = page.keys.map((info) => JSON.stringify(keyInfoOf(info)));
    return { status: 200, headers: NO_STORE, body: pageJson(items, next, page.hasMore) };
  });

  const rotate = routeOf(OPERATIONS.rotateKey, async (request, context): Promise<Reply> => {
    const keyId = keyIdOf(request);
    const graceSeconds = readJson(rotateKeyBody, request.body).grace_seconds ?? GRACE_SECONDS;
    const { tenantId, scopes: heldScopes } = callerOf(context);
    const made = await abortable(keys.rotate({ tenantId, keyId, graceSeconds, heldScopes }), context.signal);
    switch (made.kind) {
      case 'made':
        return reply(201, { ...keyInfoOf(made.info), key: made.key });
      case 'not_live':
        throw new ApiError('key_not_found');
      case 'lacks_scope':
        throw lacksScope('a scope of that key');
      case 'too_many_keys':
        throw new ApiError('too_many_keys');
    }
  });

  const revoke = routeOf(OPERATIONS.revokeKey, async (request, context): Promise<Reply> => {
    const keyId = keyIdOf(request);
    const revoked = await abortable(
      keys.revoke({ tenantId: callerOf(context).tenantId, keyId }),
      context.signal,
    );
    if (revoked === null) throw new ApiError('key_not_found');
    return reply(200, keyInfoOf(revoked));
  });

  return [create, list, rotate, revoke];
}

/** Nobody makes a key that may do more than the one they have. */
function lacksScope(what: string): ApiError {
  return new ApiError('forbidden', {
    message: `A key makes keys with scopes that it has itself: this one lacks ${what}.`,
  });
}

function keyIdOf(request: Request): string {
  const keyId = request.params.key_id;
  if (typeof keyId !== 'string' || !UUID.test(keyId)) throw new ApiError('key_not_found');
  return keyId;
}

function placeOf(payload: string | null): { readonly createdAt: Instant; readonly keyId: string } {
  const [createdAt = '', keyId = ''] = payload?.split(' ') ?? [];
  if (!isInstant(createdAt) || !UUID.test(keyId)) throw new ApiError('invalid_cursor', { param: '/cursor' });
  return { createdAt, keyId };
}

/** What is told of a key: never the key. */
export function keyInfoOf(info: ApiKeyInfo) {
  return {
    object: 'api_key',
    key_id: info.keyId,
    name: info.name,
    project_id: info.projectId,
    key_start: info.keyStart,
    scopes: info.scopes,
    created_at: toWireTime(info.createdAt),
    expires_at: toWireTimeOrNull(info.expiresAt),
    revoked_at: toWireTimeOrNull(info.revokedAt),
    last_used_at: toWireTimeOrNull(info.lastUsedAt),
  };
}

function reply(status: number, value: object): Reply {
  return { status, headers: NO_STORE, body: JSON.stringify(value) };
}
