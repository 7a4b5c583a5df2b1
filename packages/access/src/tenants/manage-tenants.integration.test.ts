import { createPool, createPrisma, type Prisma } from '@taskfold/database';
import { testDatabase } from '@taskfold/database/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTenant, listTenants, type NewTenant, setTenantDisabled } from './manage-tenants.ts';

const database = testDatabase();
let pool: ReturnType<typeof createPool>;
let prisma: Prisma;
beforeAll(() => {
  pool = createPool({ url: database.url, applicationName: 'test', role: 'taskfold_api' });
  prisma = createPrisma(pool);
});
afterAll(() => pool.end());

const create = (tenant: NewTenant) => prisma.$transaction((transaction) => createTenant(transaction, tenant));

it('adds a tenant with its project once', async () => {
  const acme = { tenantId: 'acme', name: 'Acme', projectId: 'web' };
  expect(await create(acme)).toMatchObject({ tenantId: 'acme', name: 'Acme', disabledAt: null });
  expect(await create({ ...acme, name: 'Other', projectId: 'other' })).toBeNull();
  const { rows } = await pool.query('SELECT project_id FROM projects');
  expect(rows).toEqual([{ project_id: 'web' }]);
});

it('lists page by page', async () => {
  await create({ tenantId: 'bee', name: 'Bee', projectId: 'web' });
  const first = await listTenants(prisma, { after: '', limit: 1 });
  expect(first.map(({ tenantId }) => tenantId)).toEqual(['acme']);
  const rest = await listTenants(prisma, { after: 'acme', limit: 10 });
  expect(rest.map(({ tenantId }) => tenantId)).toEqual(['bee']);
});

it('disables, keeps when that was first, and enables again', async () => {
  const disabled = await setTenantDisabled(prisma, { tenantId: 'acme', disabled: true });
  expect(disabled?.disabledAt).not.toBeNull();
  expect(await setTenantDisabled(prisma, { tenantId: 'acme', disabled: true })).toEqual(disabled);
  expect(await setTenantDisabled(prisma, { tenantId: 'acme', disabled: false })).toMatchObject({
    disabledAt: null,
  });
  expect(await setTenantDisabled(prisma, { tenantId: 'none', disabled: true })).toBeNull();
});
