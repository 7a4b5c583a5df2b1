import type { MadeKey, NewApiKey, RevokedSecret, RotatedSecret } from '@taskfold/access';
import { actBody, createTenantKeyBody, OPERATOR_OPERATIONS } from '@taskfold/contract';
import type { Operator } from '@taskfold/database';
import { z } from 'zod';
import { readJson } from '../body/read-json.ts';
import { ApiError } from '../errors/api-error.ts';
import type { Route } from '../http/route.ts';
import type { CallbackSecrets } from '../routes/callback-secrets/callback-secrets.ts';
import { revokedInfo, secretInfoOf } from '../routes/callback-secrets/callback-secrets.ts';
import { keyInfoOf } from '../routes/keys/keys.ts';
import { operatorRoute, tenantIn } from './operator-route.ts';

/** Keys and secrets of tenants, for when a tenant has lost its own; acts are noted with who did them. */
export interface TenantAccess {
  /** Null where the tenant has no such project. */
  createKey(key: NewApiKey, operator: Operator): Promise<MadeKey | null>;
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
 * - `GET …/callback-secrets`: which secrets sign its callbacks, without themselves
 * - `POST …/callback-secrets`: a new one, the first or in place of the old one, which signs for 24 hours more; shown this once
 * - `POST …/callback-secrets/{secret_id}/revoke`: one that was replaced signs no more
 */
export function tenantAccessRoutes(access: TenantAccess): Route[] {
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
