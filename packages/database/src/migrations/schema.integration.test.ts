import { readFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createPool } from '../pools/create-pool.ts';
import { createTestDatabase } from '../testing/create-test-database.ts';
import { SCHEMA_FILE, schemaDifference } from './testing/schema-difference.ts';

async function migratedDatabase() {
  const { url, drop } = await createTestDatabase();
  const pool = createPool({ url, applicationName: 'test', max: 1 });
  onTestFinished(async () => {
    await pool.end();
    await drop();
  });
  return { url, query: async (text: string) => (await pool.query(text)).rows };
}

test('the migrations make what schema.prisma says', async () => {
  expect(await schemaDifference((await migratedDatabase()).url)).toBe('');
});

test.each([
  'CREATE TABLE other (a int PRIMARY KEY)',
  'ALTER TABLE projects DROP COLUMN name',
  'ALTER TABLE projects ADD COLUMN more text',
  'ALTER TABLE projects ALTER COLUMN name DROP NOT NULL',
  'ALTER TABLE projects ALTER COLUMN name TYPE varchar(10)',
  'ALTER TABLE tenants ALTER COLUMN created_at TYPE timestamptz(3)',
  'ALTER TABLE tenants ALTER COLUMN created_at DROP DEFAULT',
  'ALTER TABLE projects DROP CONSTRAINT projects_tenant_id_fkey',
  'DROP INDEX api_keys_key_hash_key',
  'CREATE INDEX other ON tenants (name)',
  `DROP INDEX tasks_tenant_id_created_at_task_id_idx;
   CREATE INDEX tasks_tenant_id_created_at_task_id_idx ON tasks (tenant_id, created_at DESC, task_id DESC)`,
  `DROP INDEX tasks_tenant_id_created_at_task_id_idx;
   CREATE INDEX tasks_tenant_id_created_at_task_id_idx ON tasks (tenant_id, created_at, task_id DESC)
     WHERE created_at IS NOT NULL`,
])('a database after %s would be noticed', async (change) => {
  const { url, query } = await migratedDatabase();
  await query(change);
  expect(await schemaDifference(url)).not.toBe('');
});

test('every table and every column says what it is', async () => {
  const { query } = await migratedDatabase();
  const silent = await query(`
    SELECT relname, attname FROM pg_class
    LEFT JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> '_prisma_migrations'
      AND (obj_description(pg_class.oid, 'pg_class') IS NULL OR col_description(pg_class.oid, attnum) IS NULL)`);
  expect(silent).toEqual([]);
});

test('schema.prisma says the same of every table as the database', async () => {
  const { query } = await migratedDatabase();
  const models = (await readFile(SCHEMA_FILE, 'utf8')).matchAll(
    /\/\/\/ ([^\n]+)\nmodel \w+ \{\n[\s\S]*?@@map\("(\w+)"\)/g,
  );
  const said = [...models].map(([, description, table]) => ({ table, description }));
  const stored = await query(`
    SELECT relname AS table, obj_description(oid, 'pg_class') AS description FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> '_prisma_migrations'`);
  const byTable = (rows: readonly { table?: string | undefined }[]) =>
    rows.toSorted((a, b) => ((a.table ?? '') < (b.table ?? '') ? -1 : 1));
  expect(byTable(said)).toEqual(byTable(stored));
});

test('ids compare by bytes, on every server alike', async () => {
  const { query } = await migratedDatabase();
  const otherwise = await query(`
    SELECT relname, attname FROM pg_index
    JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
    JOIN pg_class ON pg_class.oid = indrelid
    WHERE indisprimary AND relnamespace = 'public'::regnamespace AND attname IN ('tenant_id', 'task_id', 'entry_id',
      'event_id', 'source', 'project_id') AND attcollation <> '"C"'::regcollation`);
  expect(otherwise).toEqual([]);
});
