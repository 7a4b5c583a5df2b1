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
import type { ApiKeyInfo, ListApiKeysOptions, MadeKey, NewApiKey } from '@taskfold/database';
import { abortable } from '@taskfold/runtime';
import type { Request } from 'express';
import { readJson } from '../../body/read-json.ts';
import { pageJson } from '../../cursors/page-json.ts';
import type { SignedCursors } from '../../cursors/signed-cursors.ts';
import { ApiError } from '../../errors/api-error.ts';
import { invalidRequest } from '../../errors/invalid-request.ts';
import type { Reply } from '../../http/reply.ts';
import { type Route, routeOf } from '../../http/route.ts';
import { callerOf } from '../../middleware/request-context/request-context.ts';
import { readQuery } from '../../query/read-query.ts';

/** Where the keys of a tenant are kept. */
export interface KeyAdministration {
  create(key: NewApiKey): Promise<MadeKey | { readonly kind: 'no_such_project' }>;
  list(
    options: ListApiKeysOptions,
  ): Promise<{ readonly keys: readonly ApiKeyInfo[]; readonly hasMore: boolean }>;
  rotate(options: {
    readonly tenantId: string;
    readonly keyId: string;
    readonly graceSeconds: number;
  }): Promise<MadeKey | { readonly kind: 'not_live' }>;
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
    const expiresAt = body.expires_at ?? null;
    const key = { tenantId: caller.tenantId, projectId, name, scopes: [...new Set(scopes)], expiresAt };
    const made = await abortable(keys.create(key), context.signal);
    if (made.kind === 'made') return reply(201, { ...keyInfoOf(made.info), key: made.key });
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
    const { tenantId } = callerOf(context);
    const made = await abortable(keys.rotate({ tenantId, keyId, graceSeconds }), context.signal);
    if (made.kind === 'not_live') throw new ApiError('key_not_found');
    return reply(201, { ...keyInfoOf(made.info), key: made.key });
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
