import { SCOPES, toWireTime } from '@taskfold/contract';
import type { MadeKey, NewApiKey, NewTenant, TenantInfo } from '@taskfold/database';
import type { OperatorAnswer, OperatorRequest, OperatorSurface } from '@taskfold/runtime';
import { z } from 'zod';

/** Where tenants and their first keys are kept. */
export interface TenantAdministration {
  create(tenant: NewTenant): Promise<TenantInfo | null>;
  list(page: { readonly after: string; readonly limit: number }): Promise<readonly TenantInfo[]>;
  setDisabled(change: { readonly tenantId: string; readonly disabled: boolean }): Promise<TenantInfo | null>;
  createKey(key: NewApiKey): Promise<MadeKey | { readonly kind: 'no_such_project' }>;
}

const identifier = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,128}$/, 'must be 1 to 128 of the characters A-Z a-z 0-9 _ -');
const createBody = z.strictObject({
  tenant_id: identifier,
  name: z.string().min(1).max(256).optional(),
  project_id: identifier.default('default'),
});

const PAGE = 100;
const ONE = /^\/operator\/tenants\/([A-Za-z0-9_-]{1,128})\/(disable|enable)$/;

/**
 * Tenants, for operators:
 *
 * - `GET /operator/tenants?after=`: a page by id
 * - `POST /operator/tenants` `{tenant_id, name?, project_id?}`: the tenant, and its first key with all scopes, shown this once
 * - `POST /operator/tenants/{tenant_id}/disable` and `/enable`: has its keys refused, or no longer
 */
export function tenantSurface(token: string, tenants: TenantAdministration): OperatorSurface {
  async function create(body: unknown): Promise<OperatorAnswer> {
    const parsed = createBody.safeParse(body);
    if (!parsed.success) {
      const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
      return problem(422, 'invalid_request', faults.join('; '));
    }
    const { tenant_id: tenantId, name = tenantId, project_id: projectId } = parsed.data;
    const tenant = await tenants.create({ tenantId, name, projectId });
    if (tenant === null) return problem(409, 'tenant_exists', 'There is such a tenant.');
    const made = await tenants.createKey({
      tenantId,
      projectId,
      name: 'first',
      scopes: SCOPES,
      expiresAt: null,
    });
    if (made.kind !== 'made') throw new Error('the project of a new tenant is missing');
    return { status: 201, body: { ...shown(tenant), project_id: projectId, key: made.key } };
  }

  async function list(query: URLSearchParams): Promise<OperatorAnswer> {
    const page = await tenants.list({ after: query.get('after') ?? '', limit: PAGE + 1 });
    const data = page.slice(0, PAGE).map(shown);
    return { status: 200, body: { object: 'list', data, has_more: page.length > PAGE } };
  }

  async function setDisabled(tenantId: string, disabled: boolean): Promise<OperatorAnswer> {
    const tenant = await tenants.setDisabled({ tenantId, disabled });
    return tenant === null
      ? problem(404, 'tenant_not_found', 'There is no such tenant.')
      : { status: 200, body: shown(tenant) };
  }

  return {
    token,
    async answer({ method, path, query, body }: OperatorRequest) {
      if (path === '/operator/tenants') {
        if (method === 'GET' || method === 'HEAD') return await list(query);
        return method === 'POST' ? await create(body) : null;
      }
      const [, tenantId, action] = ONE.exec(path) ?? [];
      if (tenantId === undefined || method !== 'POST') return null;
      return await setDisabled(tenantId, action === 'disable');
    },
  };
}

function shown({ tenantId, name, createdAt, disabledAt }: TenantInfo) {
  return {
    object: 'tenant',
    tenant_id: tenantId,
    name,
    created_at: toWireTime(createdAt),
    disabled_at: disabledAt === null ? null : toWireTime(disabledAt),
  };
}

function problem(status: number, code: string, message: string): OperatorAnswer {
  return { status, body: { error: { code, message } } };
}
