import { expect, test } from 'vitest';
import { createPool } from '../pools/create-pool.ts';
import { createTestDatabase } from './create-test-database.ts';
import { testDatabase } from './test-database.ts';

const own = testDatabase();

test('a file has a migrated database of its own', async () => {
  const pool = createPool({ url: own.url, applicationName: 'test' });
  await pool.query("INSERT INTO tenants (tenant_id, name) VALUES ('acme', 'Acme')");
  expect((await pool.query('SELECT tenant_id FROM tenants')).rows).toEqual([{ tenant_id: 'acme' }]);
  await pool.end();
});

test('databases that are made at once are empty, apart, and gone when they are dropped', async () => {
  const databases = await Promise.all(Array.from({ length: 4 }, () => createTestDatabase()));
  expect(new Set(databases.map(({ url }) => url)).size).toBe(4);
  for (const { url, drop } of databases) {
    const pool = createPool({ url, applicationName: 'test', max: 1 });
    expect((await pool.query('SELECT FROM tenants')).rowCount).toBe(0);
    await drop();
    await expect(pool.query('SELECT 1')).rejects.toThrow();
    await pool.end();
  }
});
