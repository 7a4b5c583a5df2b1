import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalPgBouncer, startPgBouncer } from '@taskfold/local-servers';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { inTransaction } from '../chunk/in-transaction.ts';
import { ConnectionFault } from '../faults/connect-with-sentences.ts';
import { Prisma } from '../generated/client.ts';
import { testDatabase } from '../testing/test-database.ts';
import { createPool, type PoolOptions } from './create-pool.ts';
import { createPrisma } from './create-prisma.ts';

const database = testDatabase();
let bouncer: LocalPgBouncer;
let owner: pg.Pool;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taskfold-pooler-'));
  bouncer = await startPgBouncer({
    upstream: { url: inject('postgresUrl') },
    dataDir: join(folder, 'pgbouncer'),
    // One for all, so that everybody meets what others leave behind.
    settings: { default_pool_size: 1 },
    temporary: true,
  });
  owner = createPool({ url: database.url, applicationName: 'test' });
  const { database: name } = new pg.Client(database.url);
  await owner.query(`ALTER DATABASE ${name} SET TimeZone = 'Asia/Kolkata'`);
  await owner.query(`ALTER DATABASE ${name} SET DateStyle = 'German'`);
});
afterAll(async () => {
  await bouncer?.stop();
  await owner.end();
  await rm(folder, { recursive: true, force: true });
});

function open(options: Partial<PoolOptions> = {}): pg.Pool {
  const pool = createPool({
    url: bouncer.urlOf(database.url),
    pooler: { namedStatements: false },
    applicationName: 'test-pooled',
    role: 'taskfold_api',
    max: 3,
    ...options,
  });
  onTestFinished(() => pool.end());
  return pool;
}

const SETTINGS = `SELECT current_user::text AS who, current_setting('TimeZone') AS zone,
  current_setting('DateStyle') AS style, current_setting('statement_timeout') AS statement,
  current_setting('idle_in_transaction_session_timeout') AS idle, current_setting('enable_seqscan') AS seqscan,
  current_setting('search_path') AS path, current_setting('synchronous_commit') AS durable,
  current_setting('application_name') AS name`;
const ASKED = {
  ...{ who: 'taskfold_api', zone: 'UTC', style: 'ISO, DMY', statement: '30s', idle: '1min' },
  ...{ seqscan: 'on', path: 'public', durable: 'on', name: 'test-pooled' },
};
const ASKED_OTHERWISE = {
  ...{ ...ASKED, who: 'taskfold_processor', statement: '700ms', seqscan: 'off' },
  ...{ path: 'taskfold_verify, public', durable: 'off' },
};

const other = () =>
  open({
    ...{ role: 'taskfold_processor', statementTimeoutMs: 700, byKeyOnly: true },
    ...{ schema: 'taskfold_verify', durable: false },
  });

test('each statement and each transaction has the settings of its pool, on a connection that all share', async () => {
  const [api, processor] = [open(), other()];
  for (let round = 0; round < 3; round++) {
    for (const [pool, asked] of [
      [api, ASKED],
      [processor, ASKED_OTHERWISE],
    ] as const) {
      expect((await pool.query(SETTINGS)).rows).toEqual([asked]);
      expect((await pool.query(`${SETTINGS} WHERE $1::int = 1`, [1])).rows).toEqual([asked]);
      expect(
        (await pool.query({ name: 'of_all', text: `${SETTINGS} WHERE $1::int = 1`, values: [1] })).rows,
      ).toEqual([asked]);
      for (const begin of [
        'BEGIN',
        'begin isolation level repeatable read',
        "BEGIN; SET LOCAL lock_timeout = '2s'",
      ]) {
        const result = await inTransaction(
          pool,
          async (client) => ({
            kind: 'applied',
            simple: (await client.query(SETTINGS)).rows,
            extended: (await client.query(`${SETTINGS} WHERE $1::int = 1`, [1])).rows,
          }),
          begin,
        );
        expect(result).toEqual({ kind: 'applied', simple: [asked], extended: [asked] });
      }
    }
  }
  // Nothing stays behind.
  const plain = new pg.Client(bouncer.urlOf(database.url));
  await plain.connect();
  expect((await plain.query(SETTINGS)).rows[0]).toMatchObject({
    ...{ who: 'postgres', zone: 'Asia/Kolkata', statement: '0', idle: '0', seqscan: 'on', durable: 'on' },
  });
  await plain.end();
});

test('results are those of the statement alone', async () => {
  const pool = open();
  expect(await pool.query('SELECT 1 AS one')).toMatchObject({
    command: 'SELECT',
    rowCount: 1,
    rows: [{ one: 1 }],
  });
  expect(await pool.query('SELECT WHERE false')).toMatchObject({ command: 'SELECT', rowCount: 0, rows: [] });
  const several = await pool.query('SELECT 1 AS one; SELECT 2 AS two');
  expect(several).toMatchObject([{ rows: [{ one: 1 }] }, { rows: [{ two: 2 }] }]);
  expect(await pool.query({ text: 'SELECT $1::int', values: [7], rowMode: 'array' })).toMatchObject({
    rows: [[7]],
  });
  expect(await pool.query("SELECT '2026-11-24T15:40:00.123456+01:00'::timestamptz AS at")).toMatchObject({
    rows: [{ at: '2026-11-24T14:40:00.123456Z' }],
  });
  expect((await pool.query('')).rows).toEqual([]);
});

test('a failure is that of the statement, and takes the settings with it', async () => {
  const [api, processor] = [open(), other()];
  await expect(api.query('SELECT 1/0')).rejects.toMatchObject({ code: '22012' });
  await expect(api.query('SELECT 1/$1::int', [0])).rejects.toMatchObject({ code: '22012' });
  await expect(api.query({ name: 'bad', text: 'SELECT nothing' })).rejects.toMatchObject({ code: '42703' });
  await expect(api.query('DELETE FROM tasks')).rejects.toMatchObject({ code: '42501' });
  const stranger = open({ role: 'no_such_role' as 'taskfold_api' });
  await expect(stranger.query('SELECT $1::int', [1])).rejects.toThrow('no_such_role');
  await expect(stranger.query('BEGIN')).rejects.toThrow('no_such_role');
  for (const text of ['SELECT pg_sleep(5)', 'SELECT pg_sleep($1)']) {
    await expect(processor.query(text, text.includes('$') ? [5] : undefined)).rejects.toMatchObject({
      code: '57014',
    });
  }
  expect((await processor.query(SETTINGS)).rows).toEqual([ASKED_OTHERWISE]);
});

test('a COPY goes into a transaction, and is refused outside of one', async () => {
  await owner.query('CREATE TABLE copied (value int); GRANT ALL ON copied TO taskfold_api');
  const pool = open();
  await inTransaction(pool, async (client) => {
    const stream = client.query(copyFrom('COPY copied FROM STDIN'));
    stream.end('1\n2\n');
    await once(stream, 'finish');
    return { kind: 'applied' };
  });
  expect((await owner.query('SELECT count(*) AS count FROM copied')).rows).toEqual([{ count: 2 }]);
  const client = await pool.connect();
  const stream = client.query(copyFrom('COPY copied FROM STDIN'));
  await expect(once(stream, 'finish')).rejects.toThrow('needs a transaction');
  client.release(true);
});

test('statements keep their names where the pooler keeps them', async () => {
  // PostgreSQL itself keeps them: Debian's PgBouncer is too old for it.
  const pool = open({ url: database.url, pooler: { namedStatements: true }, max: 1 });
  const named = { name: 'kept', text: `${SETTINGS} WHERE $1::int = 1`, values: [1] };
  for (let turn = 0; turn < 2; turn++) expect((await pool.query(named)).rows).toEqual([ASKED]);
  expect((await pool.query('SELECT name FROM pg_prepared_statements')).rows).toEqual([{ name: 'kept' }]);
  const client = await pool.connect();
  const failing = { name: 'failing', text: 'SELECT 1 FROM not_there' };
  for (let turn = 0; turn < 2; turn++)
    await expect(client.query(failing)).rejects.toMatchObject({ code: '42P01' });
  client.release();
  expect((await open().query(named)).rows).toEqual([ASKED]);
});

test("each statement and each transaction of Prisma's client has them, on a connection that all share", async () => {
  const [api, processor] = [createPrisma(open()), createPrisma(other())];
  const settings = Prisma.sql([SETTINGS]);
  for (let round = 0; round < 2; round++) {
    for (const [prisma, asked] of [
      [api, ASKED],
      [processor, ASKED_OTHERWISE],
    ] as const) {
      expect(await prisma.$queryRaw(settings)).toEqual([asked]);
      expect(await prisma.$transaction([prisma.$queryRaw(settings), prisma.$queryRaw(settings)])).toEqual([
        [asked],
        [asked],
      ]);
      for (const options of [{}, { isolationLevel: 'Serializable' }] as const) {
        const seen = await prisma.$transaction(
          async (transaction) => [
            await transaction.$queryRaw(settings),
            await transaction.serviceStart.count(),
            await transaction.$queryRaw(settings),
          ],
          options,
        );
        expect(seen).toEqual([[asked], 0, [asked]]);
      }
    }
  }
  // A typed statement by itself: what it does and what it may not do is the role's.
  expect(await api.tenant.createMany({ data: { tenantId: 'acme', name: 'Acme' } })).toEqual({ count: 1 });
  expect(await api.tenant.findMany({ select: { name: true } })).toEqual([{ name: 'Acme' }]);
  await expect(api.task.deleteMany()).rejects.toThrow('permission denied for table tasks');
  await expect(processor.tenant.updateMany({ data: { name: '' } })).rejects.toMatchObject({ code: '42501' });
});

test("failures of Prisma's client are those of PostgreSQL and of the way to it", async () => {
  const [api, processor] = [createPrisma(open()), createPrisma(other())];
  const tooLong = { code: '57014', message: 'canceling statement due to statement timeout' };
  await expect(processor.$executeRaw`SELECT pg_sleep(5)`).rejects.toMatchObject(tooLong);
  const sleeps = processor.$transaction((transaction) => transaction.$executeRaw`SELECT pg_sleep(5)`);
  await expect(sleeps).rejects.toMatchObject(tooLong);
  await expect(
    api.auditEntry.create({ data: { actor: '', action: 'a', subject: 's' } }),
  ).rejects.toMatchObject({
    code: '23514',
    constraint: 'audit_log_actor_check',
  });
  const stranger = createPrisma(open({ role: 'no_such_role' as 'taskfold_api' }));
  await expect(stranger.tenant.count()).rejects.toBeInstanceOf(ConnectionFault);
  const away = createPrisma(open({ url: 'postgresql://nobody@127.0.0.1:1/nowhere' }));
  await expect(away.tenant.count()).rejects.toBeInstanceOf(ConnectionFault);
  await expect(away.$transaction(async () => {})).rejects.toBeInstanceOf(ConnectionFault);
  // The connection that failed is given back, and the next one is not spoilt.
  expect(await processor.$queryRaw(Prisma.sql([SETTINGS]))).toEqual([ASKED_OTHERWISE]);
});
