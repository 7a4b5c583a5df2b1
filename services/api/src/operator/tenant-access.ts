import type {
  ApiKeyInfo,
  ListApiKeysOptions,
  MadeKey,
  NewApiKey,
  RevokedSecret,
  RotatedSecret,
} from '@taskfold/access';
import {
  actBody,
  createTenantKeyBody,
  type Instant,
  listTenantKeysQuery,
  OPERATOR_OPERATIONS,
} from '@taskfold/contract';
import type { Operator } from '@taskfold/database';
import { z } from 'zod';
import { readJson } from '../body/read-json.ts';
import type { SignedCursors } from '../cursors/signed-cursors.ts';
import { ApiError } from '../errors/api-error.ts';
import type { Route } from '../http/route.ts';
import { readQuery } from '../query/read-query.ts';
import type { CallbackSecrets } from '../routes/callback-secrets/callback-secrets.ts';
import { revokedInfo, secretInfoOf } from '../routes/callback-secrets/callback-secrets.ts';
import { keyInfoOf } from '../routes/keys/keys.ts';
import { operatorRoute, tenantIn } from './operator-route.ts';

/** Keys and secrets of tenants, for when a tenant has lost its own; acts are noted with who did them. */
export interface TenantAccess {
  /** Null where the tenant has no such project. */
  createKey(key: NewApiKey, operator: Operator): Promise<MadeKey | null>;
  /** The newest first. */
  listKeys(
    options: ListApiKeysOptions,
  ): Promise<{ readonly keys: readonly ApiKeyInfo[]; readonly hasMore: boolean }>;
  /** Null where the tenant has no such key. */
  revokeKey(
    key: { readonly tenantId: string; readonly keyId: string },
    operator: Operator,
  ): Promise<ApiKeyInfo | null>;
  readonly listSecrets: CallbackSecrets['list'];
  /** Resolves with null where there is no such tenant. Is null where this process has no keys to encrypt it with. */
  readonly replaceSecret: ((tenantId: string, operator: Operator) => Promise<RotatedSecret | null>) | null;
  revokeSecret(
    secret: { readonly tenantId: string; readonly secretId: string },
    operator: Operator,
  ): Promise<RevokedSecret>;
}

/**
 * - `POST …/keys`: a further key of the tenant, shown this once
 * - `GET …/keys`: its keys, without themselves; `POST …/keys/{key_id}/revoke`: one is refused from now on
 * - `GET …/callback-secrets`: which secrets sign its callbacks, without themselves
 * - `POST …/callback-secrets`: a new one, the first or in place of the old one, which signs for 24 hours more; shown this once
 * - `POST …/callback-secrets/{secret_id}/revoke`: one that was replaced signs no more
 */
export function tenantAccessRoutes(access: TenantAccess, cursors: SignedCursors): Route[] {
  return [
    operatorRoute(OPERATOR_OPERATIONS.createTenantKey, async (request) => {
      const { name, scopes, project_id, expires_at, ...operator } = readJson(
        createTenantKeyBody,
        request.body,
      );
      const key = {
        tenantId: tenantIn(request),
        projectId: project_id ?? 'default',
        name,
        scopes: [...new Set(scopes)],
        expiresAt: expires_at ?? null,
      };
      const made = await access.createKey(key, operator);
      if (made === null) throw new ApiError('project_not_found');
      return { ...keyInfoOf(made.info), key: made.key };
    }),
    operatorRoute(OPERATOR_OPERATIONS.listTenantKeys, async (request) => {
      const tenantId = tenantIn(request);
      const { limit, cursor } = readQuery(listTenantKeysQuery, request.url);
      const binding = ['tenant-keys', tenantId];
      const after = cursor === undefined ? undefined : keyBehind(cursors.open(binding, cursor));
      const { keys, hasMore } = await access.listKeys({ tenantId, after, limit });
      const last = hasMore ? keys.at(-1) : undefined;
      return {
        object: 'list',
        data: keys.map(keyInfoOf),
        next_cursor: last === undefined ? null : cursors.seal(binding, `${last.createdAt} ${last.keyId}`),
        has_more: hasMore,
      };
    }),
    operatorRoute(OPERATOR_OPERATIONS.revokeTenantKey, async (request) => {
      const operator = readJson(actBody, request.body);
      const keyId = String(request.params.key_id);
      if (!z.uuid().safeParse(keyId).success) throw new ApiError('key_not_found');
      const revoked = await access.revokeKey({ tenantId: tenantIn(request), keyId }, operator);
      if (revoked === null) throw new ApiError('key_not_found');
      return keyInfoOf(revoked);
    }),
    operatorRoute(OPERATOR_OPERATIONS.listTenantSecrets, async (request) => ({
      object: 'list',
      data: (await access.listSecrets(tenantIn(request))).map(secretInfoOf),
    })),
    operatorRoute(OPERATOR_OPERATIONS.replaceTenantSecret, async (request) => {
      const operator = readJson(actBody, request.body);
      if (access.replaceSecret === null) throw new ApiError('callback_keys_missing');
      const replaced = await access.replaceSecret(tenantIn(request), operator);
      if (replaced === null) throw new ApiError('tenant_not_found');
      if (replaced.kind === 'busy') throw new ApiError('request_in_progress');
      if (replaced.kind === 'too_many_secrets') throw new ApiError('too_many_callback_secrets');
      const { secret, ...info } = replaced;
      return { ...secretInfoOf({ ...info, expiresAt: null }), secret };
    }),
    operatorRoute(OPERATOR_OPERATIONS.revokeTenantSecret, async (request) => {
      const operator = readJson(actBody, request.body);
      const secretId = String(request.params.secret_id);
      if (!z.uuid().safeParse(secretId).success) throw new ApiError('callback_secret_not_found');
      const revoked = await access.revokeSecret({ tenantId: tenantIn(request), secretId }, operator);
      return secretInfoOf(revokedInfo(revoked));
    }),
  ];
}

/** @throws ApiError `invalid_cursor` for one that was not made here, or for another tenant */
function keyBehind(payload: string | null): ListApiKeysOptions['after'] {
  if (payload === null) throw new ApiError('invalid_cursor', { param: '/cursor' });
  const [createdAt, keyId] = payload.split(' ') as [Instant, string];
  return { createdAt, keyId };
}
