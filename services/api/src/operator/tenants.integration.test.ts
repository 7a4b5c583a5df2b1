import { createApiKey, createPool, createTenant, listTenants, setTenantDisabled } from '@taskfold/database';
import { testDatabase } from '@taskfold/database/testing';
import type { OperatorSurface } from '@taskfold/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tenantSurface } from './tenants.ts';

const database = testDatabase();
let pool: ReturnType<typeof createPool>;
let surface: OperatorSurface;

beforeAll(() => {
  pool = createPool({ url: database.url, applicationName: 'test', role: 'taskfold_api' });
  surface = tenantSurface('token', {
    create: (tenant) => createTenant(pool, tenant),
    list: (page) => listTenants(pool, page),
    setDisabled: (change) => setTenantDisabled(pool, change),
    createKey: (key) => createApiKey(pool, key),
  });
});
afterAll(() => pool.end());

const ask = (method: string, path: string, body?: unknown) => {
  const url = new URL(path, 'http://admin');
  return surface.answer({ method, path: url.pathname, query: url.searchParams, body });
};

it('adds a tenant with a first key, once', async () => {
  const made = await ask('POST', '/operator/tenants', { tenant_id: 'acme', name: 'Acme' });
  expect(made).toMatchObject({
    status: 201,
    body: { tenant_id: 'acme', name: 'Acme', project_id: 'default', key: expect.stringMatching(/^sk-/) },
  });
  expect(await ask('POST', '/operator/tenants', { tenant_id: 'acme' })).toMatchObject({ status: 409 });
  for (const body of [undefined, {}, { tenant_id: 'a/b' }, { tenant_id: 'a', more: 1 }]) {
    expect(await ask('POST', '/operator/tenants', body)).toMatchObject({ status: 422 });
  }
});

it('lists and disables tenants', async () => {
  expect(await ask('GET', '/operator/tenants')).toMatchObject({
    status: 200,
    body: { data: [{ tenant_id: 'acme', disabled_at: null }], has_more: false },
  });
  expect(await ask('GET', '/operator/tenants?after=acme')).toMatchObject({ body: { data: [] } });
  expect(await ask('POST', '/operator/tenants/acme/disable')).toMatchObject({
    body: { disabled_at: expect.any(String) },
  });
  expect(await ask('POST', '/operator/tenants/acme/enable')).toMatchObject({ body: { disabled_at: null } });
  expect(await ask('POST', '/operator/tenants/none/enable')).toMatchObject({ status: 404 });
  expect(await ask('GET', '/operator/tenants/acme/enable')).toBeNull();
  expect(await ask('DELETE', '/operator/tenants')).toBeNull();
  expect(await ask('GET', '/operator/else')).toBeNull();
});
