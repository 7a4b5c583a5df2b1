import type { MadeKey, NewApiKey, RevokedSecret, RotatedSecret } from '@taskfold/access';
import { createKeyBody } from '@taskfold/contract';
import type { Operator } from '@taskfold/database';
import { z } from 'zod';
import { ApiError } from '../errors/api-error.ts';
import type { CallbackSecrets } from '../routes/callback-secrets/callback-secrets.ts';
import { revokedInfo, secretInfoOf } from '../routes/callback-secrets/callback-secrets.ts';
import { keyInfoOf } from '../routes/keys/keys.ts';
import { OperatorError } from './operator-error.ts';
import {
  actBody,
  actFields,
  noParameters,
  type OperatorRoute,
  readFields,
  readParameters,
} from './operator-route.ts';
import { TENANT } from './tenants.ts';

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

const keyBody = createKeyBody.extend(actFields);

/**
 * - `POST …/keys`: a further key of the tenant, shown this once
 * - `GET …/callback-secrets`: which secrets sign its callbacks, without themselves
 * - `POST …/callback-secrets`: a new one, the first or in place of the old one, which signs for 24 hours more; shown this once
 * - `POST …/callback-secrets/{secret_id}/revoke`: one that was replaced signs no more
 */
export function tenantAccessRoutes(access: TenantAccess): OperatorRoute[] {
  return [
    {
      method: 'POST',
      template: `${TENANT}/keys`,
      async handle({ params: { tenant_id: tenantId = '' }, body }) {
        const { name, scopes, project_id, expires_at, ...operator } = readFields(keyBody, body);
        const key = {
          tenantId,
          projectId: project_id ?? 'default',
          name,
          scopes: [...new Set(scopes)],
          expiresAt: expires_at ?? null,
        };
        const made = await access.createKey(key, operator);
        if (made === null) throw new OperatorError('project_not_found');
        return { status: 201, body: { ...keyInfoOf(made.info), key: made.key } };
      },
    },
    {
      method: 'GET',
      template: `${TENANT}/callback-secrets`,
      async handle({ params: { tenant_id: tenantId = '' }, query }) {
        readParameters(noParameters, query);
        const data = (await access.listSecrets(tenantId)).map(secretInfoOf);
        return { status: 200, body: { object: 'list', data } };
      },
    },
    {
      method: 'POST',
      template: `${TENANT}/callback-secrets`,
      async handle({ params: { tenant_id: tenantId = '' }, body }) {
        const operator = readFields(actBody, body);
        if (access.replaceSecret === null) throw new OperatorError('callback_keys_missing');
        const replaced = await access.replaceSecret(tenantId, operator);
        if (replaced === null) throw new OperatorError('tenant_not_found');
        if (replaced.kind === 'busy') throw new ApiError('request_in_progress');
        if (replaced.kind === 'too_many_secrets') throw new ApiError('too_many_callback_secrets');
        const { secret, ...info } = replaced;
        return { status: 201, body: { ...secretInfoOf({ ...info, expiresAt: null }), secret } };
      },
    },
    {
      method: 'POST',
      template: `${TENANT}/callback-secrets/{secret_id}/revoke`,
      async handle({ params: { tenant_id: tenantId = '', secret_id: secretId = '' }, body }) {
        const operator = readFields(actBody, body);
        if (!z.uuid().safeParse(secretId).success) throw new ApiError('callback_secret_not_found');
        const revoked = await access.revokeSecret({ tenantId, secretId }, operator);
        return { status: 200, body: secretInfoOf(revokedInfo(revoked)) };
      },
    },
  ];
}
