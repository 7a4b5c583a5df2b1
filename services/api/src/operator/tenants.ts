import type { EnsuredSecret, MadeTenant, NewTenantAccess, TenantInfo } from '@taskfold/access';
import {
  actBody,
  createTenantBody,
  listTenantsQuery,
  OPERATOR_OPERATIONS,
  type Operation,
  SCOPES,
  toWireTime,
  toWireTimeOrNull,
} from '@taskfold/contract';
import type { Operator } from '@taskfold/database';
import { readJson } from '../body/read-json.ts';
import { ApiError } from '../errors/api-error.ts';
import type { Route } from '../http/route.ts';
import { readQuery } from '../query/read-query.ts';
import { operatorRoute, tenantIn } from './operator-route.ts';

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

/**
 * - `GET /operator/tenants`: a page by id
 * - `POST /operator/tenants`: a tenant, its first key with all scopes and the secret of its callbacks, shown this once
 * - `POST …/disable` and `…/enable`: has its keys refused, or no longer
 */
export function tenantRoutes(tenants: TenantAdministration): Route[] {
  const change = (operation: Operation, disabled: boolean) =>
    operatorRoute(operation, async (request) => {
      const operator = readJson(actBody, request.body);
      const tenant = await tenants.setDisabled({ tenantId: tenantIn(request), disabled }, operator);
      if (tenant === null) throw new ApiError('tenant_not_found');
      return shown(tenant);
    });
  return [
    operatorRoute(OPERATOR_OPERATIONS.listTenants, async ({ url }) => {
      const { after, limit } = readQuery(listTenantsQuery, url);
      const page = await tenants.list({ after, limit: limit + 1 });
      return { object: 'list', data: page.slice(0, limit).map(shown), has_more: page.length > limit };
    }),
    operatorRoute(OPERATOR_OPERATIONS.createTenant, async ({ body }) => {
      const {
        tenant_id: tenantId,
        name = tenantId,
        project_id: projectId,
        ...operator
      } = readJson(createTenantBody, body);
      const key = { name: 'first', scopes: SCOPES };
      const made = await tenants.create({ tenantId, name, projectId, key }, operator);
      if (made === null) throw new ApiError('tenant_exists');
      const secrets = { key: made.key.key, callback_secret: secretShown(made.secret) };
      return { ...shown(made.tenant), project_id: projectId, ...secrets };
    }),
    change(OPERATOR_OPERATIONS.disableTenant, true),
    change(OPERATOR_OPERATIONS.enableTenant, false),
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
