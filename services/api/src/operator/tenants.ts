import type { EnsuredSecret, MadeTenant, NewTenantAccess, TenantInfo } from '@taskfold/access';
import { identifier, SCOPES, toWireTime, toWireTimeOrNull } from '@taskfold/contract';
import type { Operator } from '@taskfold/database';
import { z } from 'zod';
import { OperatorError } from './operator-error.ts';
import { actBody, actFields, type OperatorRoute, readFields, readParameters } from './operator-route.ts';

/** Where tenants are kept; acts are noted with who did them. */
export interface TenantAdministration {
  /** Null where the tenant is there already. */
  create(tenant: NewTenantAccess, operator: Operator): Promise<MadeTenant | null>;
  list(page: { readonly after: string; readonly limit: number }): Promise<readonly TenantInfo[]>;
  /** Null where there is no such tenant. */
  setDisabled(
    change: { readonly tenantId: string; readonly disabled: boolean },
    operator: Operator,
  ): Promise<TenantInfo | null>;
}

const createBody = z.strictObject({
  tenant_id: identifier,
  name: z.string().min(1).max(256).optional(),
  project_id: identifier.default('default'),
  ...actFields,
});
const listParameters = z.strictObject({
  after: z.string().max(256).default(''),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** The path of one tenant. */
export const TENANT = '/operator/tenants/{tenant_id}';

/**
 * - `GET /operator/tenants`: a page by id
 * - `POST /operator/tenants`: a tenant, its first key with all scopes and the secret of its callbacks, shown this once
 * - `POST …/disable` and `…/enable`: has its keys refused, or no longer
 */
export function tenantRoutes(tenants: TenantAdministration): OperatorRoute[] {
  const change = (action: 'disable' | 'enable'): OperatorRoute => ({
    method: 'POST',
    template: `${TENANT}/${action}`,
    async handle({ params: { tenant_id: tenantId = '' }, body }) {
      const operator = readFields(actBody, body);
      const tenant = await tenants.setDisabled({ tenantId, disabled: action === 'disable' }, operator);
      if (tenant === null) throw new OperatorError('tenant_not_found');
      return { status: 200, body: shown(tenant) };
    },
  });
  return [
    {
      method: 'GET',
      template: '/operator/tenants',
      async handle({ query }) {
        const { after, limit } = readParameters(listParameters, query);
        const page = await tenants.list({ after, limit: limit + 1 });
        const data = page.slice(0, limit).map(shown);
        return { status: 200, body: { object: 'list', data, has_more: page.length > limit } };
      },
    },
    {
      method: 'POST',
      template: '/operator/tenants',
      async handle({ body }) {
        const {
          tenant_id: tenantId,
          name = tenantId,
          project_id: projectId,
          ...operator
        } = readFields(createBody, body);
        const key = { name: 'first', scopes: SCOPES };
        const made = await tenants.create({ tenantId, name, projectId, key }, operator);
        if (made === null) throw new OperatorError('tenant_exists');
        const secrets = { key: made.key.key, callback_secret: secretShown(made.secret) };
        return { status: 201, body: { ...shown(made.tenant), project_id: projectId, ...secrets } };
      },
    },
    change('disable'),
    change('enable'),
  ];
}

/** Null where there is none yet, or one that was shown to nobody: replacing it shows the new one. */
function secretShown(secret: EnsuredSecret | null): string | null {
  return secret?.kind === 'created' ? secret.secret : null;
}

function shown({ tenantId, name, createdAt, disabledAt }: TenantInfo) {
  return {
    object: 'tenant',
    tenant_id: tenantId,
    name,
    created_at: toWireTime(createdAt),
    disabled_at: toWireTimeOrNull(disabledAt),
  };
}
