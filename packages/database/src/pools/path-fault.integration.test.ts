import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalPgBouncer, startPgBouncer } from '@taskfold/local-servers';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { testDatabase } from '../testing/test-database.ts';
import { createPool, type DatabaseAddress, type PoolOptions } from './create-pool.ts';
import { pathFault } from './path-fault.ts';

const database = testDatabase();
const other = testDatabase();
let folder: string;
let owner: Pool;
/** As it is installed: refuses settings of a session. */
let refusing: LocalPgBouncer;
/** As it is often set: drops them without a word. */
let ignoring: LocalPgBouncer;
let byStatement: LocalPgBouncer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taskfold-paths-'));
  const start = (name: string, settings: Record<string, string>) =>
    startPgBouncer({
      upstream: { url: inject('postgresUrl') },
      dataDir: join(folder, name),
      settings,
      temporary: true,
    });
  // One after the other: the first one may have to be brought.
  refusing = await start('refusing', {});
  ignoring = await start('ignoring', { ignore_startup_parameters: 'options' });
  byStatement = await start('by-statement', { pool_mode: 'statement' });
  owner = createPool({ url: database.url, applicationName: 'test', max: 1 });
});
afterAll(async () => {
  await owner.end();
  for (const bouncer of [refusing, ignoring, byStatement]) await bouncer?.stop();
  await rm(folder, { recursive: true, force: true });
});

const COMMON = { applicationName: 'test', role: 'taskfold_api', byKeyOnly: true } as const;

/** As the services make them of their variables. */
function check(
  url: string,
  directUrl: string | null,
  more: Partial<PoolOptions> = {},
): Promise<string | null> {
  const variable = 'DATABASE_URL' as const;
  const pooled: PoolOptions =
    directUrl === null
      ? { ...COMMON, url, variable, ...more }
      : { ...COMMON, url, variable, pooler: { namedStatements: false }, ...more };
  const direct: DatabaseAddress =
    directUrl === null ? { url, variable } : { url: directUrl, variable: 'DATABASE_DIRECT_URL' };
  return pathFault({ pooled, direct });
}

test('nothing is wrong with PostgreSQL itself, nor with a pooler beside it', async () => {
  expect(await check(database.url, null)).toBeNull();
  expect(await check(refusing.urlOf(database.url), database.url)).toBeNull();
  expect(await check(ignoring.urlOf(database.url), database.url, { schema: 'taskfold_verify' })).toBeNull();
});

test('a pooler where there should be none is named, whether it refuses settings or drops them', async () => {
  const leave = 'set DATABASE_DIRECT_URL to PostgreSQL itself';
  await expect(check(refusing.urlOf(database.url), null)).rejects.toThrow(leave);
  const dropped = await check(ignoring.urlOf(database.url), null);
  expect(dropped).toContain(leave);
  expect(dropped).toContain('statement_timeout is 0 and not 30000');
  expect(dropped).toContain('role is postgres and not taskfold_api');

  const correct = /DATABASE_DIRECT_URL leads (?:to|through) a pooler.*: set it to PostgreSQL itself/;
  await expect(check(refusing.urlOf(database.url), refusing.urlOf(database.url))).rejects.toThrow(correct);
  expect(await check(refusing.urlOf(database.url), ignoring.urlOf(database.url))).toMatch(correct);
});

test('a pooler that drops settings which the database has anyway is found by what it does not hear', async () => {
  // No connection of the pooler is there yet, so that all begin with them.
  const name = new URL(other.url).pathname.slice(1);
  for (const setting of ["statement_timeout = '30s'", "idle_in_transaction_session_timeout = '1min'"]) {
    await owner.query(`ALTER DATABASE ${name} SET ${setting}`);
  }
  const url = ignoring.urlOf(other.url);
  const pooled: PoolOptions = { url, pooler: { namedStatements: false }, applicationName: 'test' };
  const fault = await pathFault({ pooled, direct: { url, variable: 'DATABASE_DIRECT_URL' } });
  expect(fault).toContain('keeps no sessions');
});

test('two addresses of different databases are refused', async () => {
  expect(await check(refusing.urlOf(database.url), other.url)).toContain('lead to different databases');
});

test('a pooler that cannot do what is asked of it is named', async () => {
  await expect(check(byStatement.urlOf(database.url), database.url)).rejects.toThrow(
    'set its pool_mode to transaction',
  );
  const fault = await check(refusing.urlOf(database.url), database.url, {
    pooler: { namedStatements: true },
  });
  // Debian's PgBouncer is older than 1.21.
  expect(fault).toContain('DATABASE_NAMED_STATEMENTS is true');
});

test('a database that does other than it is asked is named', async () => {
  const name = new URL(database.url).pathname.slice(1);
  await owner.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
  await expect(check(database.url, null)).resolves.toContain('transaction_read_only is on and not off');
  await owner.query('SET default_transaction_read_only = off');
  await owner.query(`ALTER DATABASE ${name} RESET ALL`);
  const url = new URL(database.url);
  url.searchParams.set('options', '-c TimeZone=Asia/Kolkata');
  expect(await check(url.href, null)).toContain('TimeZone is Asia/Kolkata and not UTC');
});

test('a role that is not there, or not granted, is named on both ways', async () => {
  await owner.query("CREATE ROLE of_the_paths LOGIN PASSWORD 'paths'");
  const url = new URL(database.url);
  Object.assign(url, { username: 'of_the_paths', password: 'paths' });
  for (const [main, direct] of [
    [url.href, null],
    [refusing.urlOf(url.href), url.href],
  ] as const) {
    await expect(check(main, direct)).rejects.toThrow(
      'The user of_the_paths is no member of the role taskfold_api',
    );
    await expect(check(main, direct, { role: 'missing' as 'taskfold_api' })).rejects.toThrow(
      'There is no role missing',
    );
  }
  await owner.query('DROP ROLE of_the_paths');
});

test('a database, a user or a password that the server does not know is named with its variable', async () => {
  const wrong = (change: Partial<URL>) => Object.assign(new URL(database.url), change).href;
  const cases: [url: string, direct: string | null, sentence: RegExp][] = [
    [wrong({ password: 'wrong' }), null, /refused the password of the user postgres.*DATABASE_URL/],
    [wrong({ pathname: '/nowhere' }), null, /no database nowhere.*DATABASE_URL/],
    [wrong({ port: '1' }), null, /127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\).*DATABASE_URL/],
    [wrong({ hostname: 'nowhere.invalid' }), null, /No host nowhere\.invalid is known.*DATABASE_URL/],
    [refusing.urlOf(database.url), wrong({ password: 'wrong' }), /the user postgres.*DATABASE_DIRECT_URL/],
    [refusing.urlOf(wrong({ password: 'wrong' })), database.url, /pooler .*the user postgres.*DATABASE_URL/],
    [refusing.urlOf(wrong({ pathname: '/nowhere' })), database.url, /no database nowhere.*DATABASE_URL/],
    [`${database.url}?sslrootcert=/no/ca.pem`, null, /DATABASE_URL names the file \/no\/ca\.pem.*ENOENT/],
  ];
  for (const [url, direct, sentence] of cases) {
    await expect(check(url, direct), String(sentence)).rejects.toThrow(sentence);
  }
});
