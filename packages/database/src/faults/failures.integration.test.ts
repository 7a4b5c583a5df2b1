import { existsSync } from 'node:fs';
import { type FailureKind, failureKind } from '@taskfold/runtime';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { testDatabase } from '../testing/test-database.ts';
import { saidForPeople } from './connect-with-sentences.ts';

const database = testDatabase();

async function connect(url = database.url): Promise<pg.Client> {
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end().catch(() => {}));
  return client;
}

/** Statements one after the other; the last one, or the connection itself, must fail. */
async function failing(client: pg.Client, ...statements: string[]): Promise<unknown> {
  let last: Promise<unknown> = Promise.resolve();
  for (const statement of statements) {
    await last;
    last = client.query(statement);
  }
  return await last.then(
    () => expect.fail('it did not fail'),
    (error: unknown) => error,
  );
}

/** Each is provoked at a real server: what it says must be what the table of failures goes by. */
const PROVOKED: Readonly<
  Record<string, { code: string; kind: FailureKind; provoke: () => Promise<unknown> }>
> = {
  'an administrator ends the connection': {
    code: '57P01',
    kind: 'away',
    async provoke() {
      const [client, admin] = [await connect(), await connect()];
      const sleeping = failing(client, 'SELECT pg_sleep(30)');
      await admin.query(`SELECT pg_terminate_backend(${await pidOfSleeper(admin)})`);
      return await sleeping;
    },
  },
  'a person cancels the statement': {
    code: '57014',
    kind: 'slow',
    async provoke() {
      const [client, admin] = [await connect(), await connect()];
      const sleeping = failing(client, 'SELECT pg_sleep(30)');
      await admin.query(`SELECT pg_cancel_backend(${await pidOfSleeper(admin)})`);
      return await sleeping;
    },
  },
  'the time of the statement is over': {
    code: '57014',
    kind: 'slow',
    provoke: async () =>
      await failing(await connect(), "SET statement_timeout = '50ms'", 'SELECT pg_sleep(30)'),
  },
  'the time of the transaction is over': {
    code: '25P04',
    kind: 'slow',
    provoke: async () =>
      await failing(await connect(), "SET transaction_timeout = '50ms'", 'BEGIN', 'SELECT pg_sleep(30)'),
  },
  'somebody holds the lock': {
    code: '55P03',
    kind: 'slow',
    async provoke() {
      const [holder, client] = [await connect(), await connect()];
      await holder.query('BEGIN; LOCK TABLE tenants');
      return await failing(client, "SET lock_timeout = '50ms'", 'SELECT count(*) FROM tenants');
    },
  },
  'two wait for each other': {
    code: '40P01',
    kind: 'conflict',
    async provoke() {
      const [one, other] = [await connect(), await connect()];
      await other.query("SET deadlock_timeout = '60s'");
      await one.query("SET deadlock_timeout = '10ms'; BEGIN; SELECT pg_advisory_xact_lock(1)");
      await other.query('BEGIN; SELECT pg_advisory_xact_lock(2)');
      const waiting = other.query('SELECT pg_advisory_xact_lock(1)');
      const error = await failing(one, 'SELECT pg_advisory_xact_lock(2)');
      await one.query('ROLLBACK');
      await waiting;
      return error;
    },
  },
  'another transaction was first': {
    code: '40001',
    kind: 'conflict',
    async provoke() {
      const [one, other] = [await connect(), await connect()];
      await one.query('CREATE TABLE numbers (n int); INSERT INTO numbers VALUES (1)');
      await one.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM numbers');
      await other.query('UPDATE numbers SET n = 2');
      return await failing(one, 'UPDATE numbers SET n = 3');
    },
  },
  'nothing may be written': {
    code: '25006',
    kind: 'away',
    provoke: async () => await failing(await connect(), 'BEGIN READ ONLY', 'CREATE TABLE nothing ()'),
  },
  'there are too many connections': {
    code: '53300',
    kind: 'full',
    async provoke() {
      const admin = await connect();
      const address = new URL(database.url);
      address.username = 'only_one';
      address.password = 'one';
      const limit = `DROP ROLE IF EXISTS only_one; CREATE ROLE only_one LOGIN PASSWORD 'one' CONNECTION LIMIT 1`;
      await admin.query(limit);
      onTestFinished(async () => void (await admin.query('DROP ROLE only_one')));
      const first = await connect(address.href);
      const error = await connect(address.href).catch((thrown: unknown) => thrown);
      await first.end();
      return error;
    },
  },
  'more is sorted than temporary files may hold': {
    code: '53400',
    kind: 'full',
    provoke: async () =>
      await failing(
        await connect(),
        "SET temp_file_limit = '64kB'; SET work_mem = '64kB'",
        'SELECT n FROM generate_series(1, 200000) n ORDER BY md5(n::text)',
      ),
  },
  'the database is not there': {
    code: '3D000',
    kind: 'refused',
    async provoke() {
      const address = new URL(database.url);
      address.pathname = '/nowhere';
      return await connect(address.href).catch((thrown: unknown) => thrown);
    },
  },
  'the database is closed': {
    code: '55000',
    kind: 'refused',
    async provoke() {
      const admin = await connect();
      const name = `closed_${crypto.randomUUID().slice(0, 8)}`;
      await admin.query(`CREATE DATABASE ${name} ALLOW_CONNECTIONS false`);
      onTestFinished(async () => void (await admin.query(`DROP DATABASE ${name}`)));
      const address = Object.assign(new URL(database.url), { pathname: `/${name}` });
      const error = await connect(address.href).catch((thrown: unknown) => thrown);
      return saidForPeople(error, { url: address.href });
    },
  },
  'the text holds what no text may': {
    code: '22P05',
    kind: 'record',
    provoke: async () => await failing(await connect(), `SELECT '"\\u0000"'::jsonb`),
  },
  'the table is missing': {
    code: '42P01',
    kind: 'wrong',
    provoke: async () => await failing(await connect(), 'SELECT * FROM nowhere'),
  },
  // A device that is always full; other systems than Linux have none.
  ...(existsSync('/dev/full') && {
    'the disk is full': {
      code: '53100',
      kind: 'full',
      provoke: async () => await failing(await connect(), `COPY (SELECT repeat('x', 100000)) TO '/dev/full'`),
    },
  }),
};

/** The one other client of the database; asked for until its statement runs. */
async function pidOfSleeper(admin: pg.Client): Promise<number> {
  for (;;) {
    const { rows } = await admin.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query = 'SELECT pg_sleep(30)'`,
    );
    const [row] = rows;
    if (row !== undefined) return row.pid;
  }
}

test.each(Object.entries(PROVOKED))('%s', async (_what, { code, kind, provoke }) => {
  const error = await provoke();
  expect(error).toMatchObject({ code });
  expect(failureKind(error)).toBe(kind);
});
