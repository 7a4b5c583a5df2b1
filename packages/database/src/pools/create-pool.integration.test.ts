import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { testDatabase } from '../testing/test-database.ts';
import { createPool, type PoolOptions } from './create-pool.ts';
import { createPrisma } from './create-prisma.ts';

const database = testDatabase();

function open(options: Partial<PoolOptions> = {}): pg.Pool {
  const pool = createPool({ url: database.url, applicationName: 'test', max: 1, ...options });
  onTestFinished(() => pool.end());
  return pool;
}

async function value(pool: pg.Pool, expression: string): Promise<unknown> {
  const { rows } = await pool.query<{ value: unknown }>(`SELECT ${expression} AS value`);
  return rows[0]?.value;
}

test('gives values exactly', async () => {
  const pool = open();
  expect(await value(pool, "'2026-11-24T15:40:00.123456+01:00'::timestamptz")).toBe(
    '2026-11-24T14:40:00.123456Z',
  );
  expect(await value(pool, '1.10::numeric')).toBe('1.10');
  expect(await value(pool, `'{"seed":  18446744073709551615}'::json`)).toBe(
    '{"seed":  18446744073709551615}',
  );
  expect(await value(pool, 'count(*)')).toBe(1);
  await expect(value(pool, '9223372036854775807')).rejects.toThrow(RangeError);
  // The connection is as good as before.
  expect(await value(pool, '1')).toBe(1);
});

test('prints times in UTC whatever the server is set to', async () => {
  const admin = new pg.Client(database.url);
  await admin.connect();
  await admin.query(`ALTER DATABASE ${admin.database} SET TimeZone = 'Asia/Kolkata'`);
  await admin.query(`ALTER DATABASE ${admin.database} SET DateStyle = 'German'`);
  await admin.end();
  expect(await value(open(), "'2026-11-24T14:40:00Z'::timestamptz")).toBe('2026-11-24T14:40:00.000000Z');
});

test('sets role, name and time limit', async () => {
  const pool = open({ role: 'taskfold_api', applicationName: 'taskfold-api', statementTimeoutMs: 100 });
  expect(await value(pool, 'current_user')).toBe('taskfold_api');
  expect(await value(pool, "current_setting('application_name')")).toBe('taskfold-api');
  await expect(value(pool, 'pg_sleep(5)')).rejects.toMatchObject({ code: '57014' });
});

test('replaces an idle connection that breaks, and says so', async () => {
  const warnings: unknown[] = [];
  const pool = open({ logger: { warn: (line: unknown) => warnings.push(line) } });
  const before = await value(pool, 'pg_backend_pid()');
  const removed = new Promise((resolve) => pool.once('remove', resolve));
  await value(open(), `pg_terminate_backend(${before})`);
  await removed;
  expect(warnings).toHaveLength(1);
  expect(await value(pool, 'pg_backend_pid()')).not.toBe(before);
});

test('a connection that breaks while it is lent fails its next statement, and does not end the process', async () => {
  const client = await open().connect();
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const ended = new Promise((resolve) => client.once('end', resolve));
  await value(open(), `pg_terminate_backend(${rows[0]?.pid})`);
  await ended;
  await expect(client.query('SELECT 1')).rejects.toThrow();
  client.release(true);
});

test("Prisma's client connects the same way", async () => {
  const prisma = createPrisma(open({ role: 'taskfold_api' }));
  expect(await prisma.tenant.findMany()).toEqual([]);
  expect(await prisma.$queryRaw`SELECT current_user::text AS role`).toEqual([{ role: 'taskfold_api' }]);
  await expect(prisma.task.deleteMany()).rejects.toThrow('permission denied');
});
