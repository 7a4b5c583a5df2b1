import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPool, ensureLogins, type Pool } from '@taskfold/database';
import { createTestDatabase } from '@taskfold/database/testing';
import { type LocalPostgres, startPostgres } from '@taskfold/local-servers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { examined, foundBy } from '../testing/found-by.ts';

// A server of its own: roles and their settings are those of the whole server.
let folder: string;
let server: LocalPostgres;
let owner: Pool;
let env: Record<string, string>;
const PASSWORD = 'of-a-test';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taskfold-doctor-'));
  server = await startPostgres({ dataDir: folder, durable: false, temporary: true });
  const database = await createTestDatabase(server.url);
  env = { DATABASE_URL: database.url };
  owner = createPool({ url: database.url, applicationName: 'test', max: 3 });
  const roles = ['taskfold_api', 'taskfold_processor'] as const;
  await ensureLogins(
    database,
    roles.map((role) => ({ name: `${role}_login`, password: PASSWORD, role })),
  );
});
afterAll(async () => {
  await owner?.end();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The environment with another user. */
function loggedInAs(username: string, password = PASSWORD): Record<string, string> {
  const url = new URL(env.DATABASE_URL ?? '');
  return { ...env, DATABASE_URL: Object.assign(url, { username, password }).href };
}

/** Plants a fault, looks, and takes it back. */
async function planted(id: string, fault: string, mended: string): Promise<string> {
  await owner.query(fault);
  try {
    return await foundBy(id, env);
  } finally {
    await owner.query(mended);
  }
}

test('a database as the migrations make it has no fault, for its owner and for either service', async () => {
  for (const of of [env, loggedInAs('taskfold_api_login'), loggedInAs('taskfold_processor_login')]) {
    const checks = await examined(of, 'database', 'configuration.spelling');
    const found = Object.values(checks).filter(({ status }) => status !== 'ok');
    // Of tests alone, and not asked for.
    expect(found.map(({ id }) => id)).toEqual(['database.server', 'database.replica']);
  }
});

test('a password that is wrong, and a server that is away, hide nothing of what is there', async () => {
  const wrong = await examined(loggedInAs('taskfold_api_login', 'other'), 'database', 'host');
  expect(wrong['database.connection']?.findings[0]?.found).toMatch(
    /refused the password of the user taskfold_api_login/,
  );
  expect(wrong['database.rights']).toMatchObject({
    status: 'skipped',
    summary: 'waits for database.connection',
  });
  expect(wrong['host.codecs']).toMatchObject({ status: 'ok' });
  expect(await foundBy('database.connection', { DATABASE_URL: 'postgresql://u:p@127.0.0.1:1/x' })).toContain(
    '127.0.0.1:1',
  );
  expect(await foundBy('configuration.database', {})).toContain('DATABASE_URL is not set');
});

test('a role that is missing', async () => {
  const found = await planted(
    'database.roles',
    'ALTER ROLE taskfold_api RENAME TO taskfold_gone',
    'ALTER ROLE taskfold_gone RENAME TO taskfold_api',
  );
  expect(found).toMatch(/^fail: There is no role taskfold_api.*CREATE ROLE taskfold_api NOLOGIN/);
});

test('a role that may more than its service', async () => {
  const found = await planted(
    'database.roles',
    'ALTER ROLE taskfold_processor CREATEROLE',
    'ALTER ROLE taskfold_processor NOCREATEROLE',
  );
  expect(found).toMatch(/^fail: The role taskfold_processor is .* NOCREATEROLE/);
});

test('a login that is no member of its role', async () => {
  await owner.query("CREATE ROLE stranger LOGIN PASSWORD 'of-a-test'");
  const checks = await examined({ ...loggedInAs('stranger'), DATABASE_ROLE: 'taskfold_api' }, 'database');
  expect(checks['database.path']?.findings[0]?.found).toContain('no member of the role taskfold_api');
  expect(checks['database.migrations']).toMatchObject({
    status: 'skipped',
    summary: 'waits for database.path',
  });
  expect(checks['database.roles']).toMatchObject({ status: 'ok' });
  await owner.query('DROP ROLE stranger');
});

test('a service that is logged in as one who may do everything', async () => {
  const service = createPool({ url: env.DATABASE_URL ?? '', applicationName: 'taskfold-processor', max: 1 });
  await service.query('SELECT 1');
  expect(await foundBy('database.roles', env)).toMatch(/^warn: taskfold-processor is logged in as postgres/);
  await service.end();
});

test('rights that were revoked, together', async () => {
  const found = await planted(
    'database.rights',
    'REVOKE INSERT, UPDATE ON tasks FROM taskfold_processor; REVOKE UPDATE (status) ON dead_letters FROM taskfold_api',
    'GRANT INSERT, UPDATE ON tasks TO taskfold_processor; GRANT UPDATE (status) ON dead_letters TO taskfold_api',
  );
  expect(found).toContain('GRANT INSERT, UPDATE ON tasks TO taskfold_processor');
  expect(found).toContain('GRANT UPDATE (status) ON dead_letters TO taskfold_api');
});

test('an index that is gone, one that is not valid, a trigger that is off, and a table without its key', async () => {
  const found = await planted(
    'database.objects',
    `DROP INDEX tasks_needs_idx; ALTER TABLE audit_log DISABLE TRIGGER audit_log_append_only;
     ALTER TABLE leases DROP CONSTRAINT leases_pkey;
     UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'tasks_model_idx'::regclass`,
    `CREATE INDEX tasks_needs_idx ON tasks (tenant_id, created_at DESC, task_id DESC) WHERE created_at IS NOT NULL AND needs IS NOT NULL;
     ALTER TABLE audit_log ENABLE TRIGGER audit_log_append_only; ALTER TABLE leases ADD CONSTRAINT leases_pkey PRIMARY KEY (name);
     UPDATE pg_index SET indisvalid = true WHERE indexrelid = 'tasks_model_idx'::regclass`,
  );
  expect(found).toContain('CREATE INDEX CONCURRENTLY tasks_needs_idx ON tasks (tenant_id, created_at DESC');
  expect(found).toContain('ALTER TABLE audit_log ENABLE TRIGGER audit_log_append_only');
  expect(found).toContain('REINDEX INDEX CONCURRENTLY tasks_model_idx');
  expect(found).toContain('The table leases has no primary key');
});

test('a login that may have few connections, and one whose password ends', async () => {
  const found = await planted(
    'database.logins',
    `ALTER ROLE taskfold_api_login CONNECTION LIMIT 0; ALTER ROLE taskfold_processor_login CONNECTION LIMIT 8 VALID UNTIL '2020-01-01'`,
    `ALTER ROLE taskfold_api_login CONNECTION LIMIT -1; ALTER ROLE taskfold_processor_login CONNECTION LIMIT -1 VALID UNTIL 'infinity'`,
  );
  expect(found).toContain(
    'fail: taskfold_api_login may have 0 connections at once, and has 0: further ones are refused.',
  );
  expect(found).toContain('warn: taskfold_processor_login may have 8 connections at once');
  expect(found).toContain('The password of taskfold_processor_login has ended');
});

test('a migration that is missing, and one of a newer version', async () => {
  const { rows } = await owner.query('SELECT * FROM _prisma_migrations ORDER BY migration_name DESC LIMIT 1');
  const [last] = rows;
  const found = await planted(
    'database.migrations',
    `UPDATE _prisma_migrations SET migration_name = '29990101000000_later' WHERE id = '${last.id}'`,
    `UPDATE _prisma_migrations SET migration_name = '${last.migration_name}' WHERE id = '${last.id}'`,
  );
  expect(found).toContain(
    `does not have 1 migration of this version: ${last.migration_name}. Run: taskfold migrate`,
  );
  expect(found).toContain('has 1 migration that this version does not know: 29990101000000_later.');
});

test('a time zone and limits of the database and of a login', async () => {
  const name = new URL(env.DATABASE_URL ?? '').pathname.slice(1);
  const zone = await planted(
    'database.defaults',
    `ALTER DATABASE ${name} SET timezone = 'Asia/Tokyo'`,
    `ALTER DATABASE ${name} RESET timezone`,
  );
  expect(zone).toMatch(/^warn: The database .* has TimeZone = Asia\/Tokyo.*RESET TimeZone/);
  const readOnly = await planted(
    'database.defaults',
    'ALTER ROLE taskfold_processor_login SET default_transaction_read_only = on; ALTER ROLE taskfold_processor_login SET statement_timeout = 10',
    'ALTER ROLE taskfold_processor_login RESET ALL',
  );
  expect(readOnly).toMatch(
    /fail: The user taskfold_processor_login has default_transaction_read_only = on: nothing can be written/,
  );
  expect(readOnly).toMatch(/warn: The user taskfold_processor_login has statement_timeout = 10/);
});

test('somebody who holds what others wait for', async () => {
  const [holder, waiter] = await Promise.all([owner.connect(), owner.connect()]);
  await holder.query('BEGIN; LOCK TABLE checkpoints');
  const waiting = waiter.query('SELECT count(*) FROM checkpoints');
  await expect
    .poll(() => foundBy('database.locks', env), { timeout: 15_000, interval: 500 })
    .toContain('pg_terminate_backend');
  await holder.query('ROLLBACK');
  await waiting;
  holder.release();
  waiter.release();
});

test('a replica that is none', async () => {
  const found = await foundBy('database.replica', { ...env, DATABASE_REPLICA_URL: env.DATABASE_URL ?? '' });
  expect(found).toContain('DATABASE_REPLICA_URL is no standby: nothing is read there');
});

test('limits and zone that do not take, where settings get lost on the way', async () => {
  // What a pooler without DATABASE_DIRECT_URL does: it leaves the settings of the start out, and sets others.
  const url = new URL(env.DATABASE_URL ?? '');
  url.searchParams.set('options', '-c TimeZone=Europe/Berlin');
  expect(await foundBy('database.path', { DATABASE_URL: url.href })).toMatch(
    /TimeZone is Europe\/Berlin and not UTC/,
  );
});
