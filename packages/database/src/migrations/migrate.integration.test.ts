import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {} from '@taskfold/local-servers/testing';
import { expect, inject, onTestFinished, test } from 'vitest';
import { type Migrated, type MigrateOptions, migrate } from './migrate.ts';
import { MIGRATIONS_DIRECTORY, readMigrations } from './migration-files.ts';
import { emptyDatabase } from './testing/empty-database.ts';
import { lateServer } from './testing/late-server.ts';
import { migrationsWith, writeScript } from './testing/migrations-with.ts';

const NAMES = (await readMigrations(MIGRATIONS_DIRECTORY)).migrationDirectories.map(({ path }) => path);
const NEXT = '29990101000000_next';

test('applies everything to an empty database, and nothing the second time', async () => {
  const { url, query } = await emptyDatabase();
  expect(await run({ url })).toEqual({ applied: NAMES, unknown: [] });
  expect((await query("SELECT to_regclass('tasks')::text AS name"))[0]).toEqual({ name: 'tasks' });
  const before = await query('SELECT * FROM _prisma_migrations');
  expect(await run({ url })).toEqual({ applied: [], unknown: [] });
  expect(await query('SELECT * FROM _prisma_migrations')).toEqual(before);
});

test('notes migrations as Prisma does', async () => {
  const { url, query } = await emptyDatabase();
  await run({ url });
  for (const name of NAMES) {
    const script = await readFile(join(MIGRATIONS_DIRECTORY, name, 'migration.sql'));
    const rows = await query(`SELECT * FROM _prisma_migrations WHERE migration_name = '${name}'`);
    expect(rows).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        checksum: createHash('sha256').update(script).digest('hex'),
        started_at: expect.any(Date),
        finished_at: expect.any(Date),
        migration_name: name,
        logs: null,
        rolled_back_at: null,
        applied_steps_count: 1,
      },
    ]);
  }
});

test('lets one of many that migrate at once do it, and the others wait', async () => {
  const { url, query } = await emptyDatabase();
  const results = await Promise.all(Array.from({ length: 4 }, () => run({ url })));
  expect(results.flatMap(({ applied }) => applied)).toEqual(NAMES);
  expect(await query('SELECT migration_name FROM _prisma_migrations')).toHaveLength(NAMES.length);
});

test('gives the whole script to the server, semicolons, dollars and all, and passes its remarks on', async () => {
  const { url, query } = await emptyDatabase();
  const directory = await migrationsWith(
    NEXT,
    `
    -- A comment; with a semicolon.
    CREATE TABLE next (text text DEFAULT 'a;b');
    DO $$ BEGIN INSERT INTO next VALUES (DEFAULT); RAISE NOTICE 'look here'; END $$;`,
  );
  const lines: unknown[] = [];
  const logger = { info: () => {}, warn: (line: unknown) => lines.push(line) };
  expect(await run({ url, directory, logger })).toEqual({ applied: [...NAMES, NEXT], unknown: [] });
  expect(await query('SELECT * FROM next')).toEqual([{ text: 'a;b' }]);
  expect(lines).toContainEqual({ notice: 'look here' });
});

test('takes no more than the owner of the database', async () => {
  const { url, query } = await emptyDatabase();
  const owner = new URL(url);
  const name = owner.pathname.slice(1);
  await query(`CREATE ROLE ${name} LOGIN PASSWORD 'pass-word'`);
  await query(`ALTER DATABASE ${name} OWNER TO ${name}`);
  owner.username = name;
  owner.password = 'pass-word';
  expect(await run({ url: owner.href })).toEqual({ applied: NAMES, unknown: [] });
  await query(`REASSIGN OWNED BY ${name} TO CURRENT_USER`);
  await query(`DROP OWNED BY ${name}`);
  await query(`DROP ROLE ${name}`);
});

test('applies a statement that is allowed in no transaction, where it is alone', async () => {
  const { url, query } = await emptyDatabase();
  const directory = await migrationsWith(
    NEXT,
    '-- Later.\nCREATE INDEX CONCURRENTLY next ON tenants (name);\n',
  );
  expect(await run({ url, directory })).toEqual({ applied: [...NAMES, NEXT], unknown: [] });
  expect(await query("SELECT to_regclass('next')::text AS name")).toEqual([{ name: 'next' }]);
});

test('leaves nothing of a migration that fails, says why, and waits for a person before it tries again', async () => {
  const { url, query } = await emptyDatabase();
  const directory = await migrationsWith(NEXT, 'CREATE TABLE next (a int); SELECT 1 / 0;');
  await expect(run({ url, directory })).rejects.toMatchObject({
    code: 'failed',
    message: expect.stringMatching(new RegExp(`${NEXT}.*division by zero`, 's')),
  });
  expect(
    await query("SELECT to_regclass('tasks')::text AS tasks, to_regclass('next')::text AS next"),
  ).toEqual([{ tasks: 'tasks', next: null }]);
  await expect(run({ url, directory })).rejects.toMatchObject({
    code: 'failed_before',
    message: expect.stringContaining(`--retry ${NEXT}`),
  });

  await writeScript(directory, NEXT, 'CREATE TABLE next (a int);');
  expect(await run({ url, directory, retry: NEXT })).toEqual({ applied: [NEXT], unknown: [] });
  expect(await run({ url, directory, retry: NEXT })).toEqual({ applied: [], unknown: [] });
});

test('refuses where a migration was edited after it had been applied', async () => {
  const { url, query } = await emptyDatabase();
  const directory = await migrationsWith(NEXT, 'CREATE TABLE next (a int);');
  await run({ url, directory });
  await writeScript(directory, NEXT, 'CREATE TABLE next (a bigint);');
  await writeScript(directory, '29990102000000_after', 'CREATE TABLE after_next ();');
  await expect(run({ url, directory })).rejects.toMatchObject({
    code: 'edited',
    message: expect.stringContaining(NEXT),
  });
  expect(await query("SELECT to_regclass('after_next')::text AS name")).toEqual([{ name: null }]);
});

test('leaves a database that a newer version has migrated as it is, and says so', async () => {
  const { url, query } = await emptyDatabase();
  await run({ url, directory: await migrationsWith(NEXT, 'CREATE TABLE next (a int);') });
  const before = await query('SELECT * FROM _prisma_migrations');
  const lines: unknown[] = [];
  const logger = { info: () => {}, warn: (line: unknown) => lines.push(line) };
  expect(await run({ url, logger })).toEqual({ applied: [], unknown: [NEXT] });
  expect(lines).toEqual([{ unknown: [NEXT] }]);
  expect(await query('SELECT * FROM _prisma_migrations')).toEqual(before);
});

test('refuses one of which a newer version has taken away what this one uses, and names the version to run', async () => {
  const { url } = await emptyDatabase();
  const script = `INSERT INTO contract_steps VALUES ('${NEXT}', '99.1.0', 'the column name of projects');
    ALTER TABLE projects DROP COLUMN name;`;
  await run({ url, directory: await migrationsWith(NEXT, script) });
  await expect(run({ url })).rejects.toMatchObject({
    code: 'outdated',
    message: expect.stringMatching(
      new RegExp(`${NEXT}.*the column name of projects.*Run version 99\\.1\\.0`, 's'),
    ),
  });
});

test('refuses one with migrations of another history', async () => {
  const { url, query } = await emptyDatabase();
  await run({ url, directory: await migrationsWith(NEXT, 'CREATE TABLE next (a int);') });
  await query(`DELETE FROM _prisma_migrations WHERE migration_name = '${NAMES.at(-1)}'`);
  await expect(run({ url })).rejects.toMatchObject({
    code: 'diverged',
    message: expect.stringMatching(new RegExp(`${NEXT}.*${NAMES.at(-1)}`, 's')),
  });
});

test('waits for a server that does not answer yet', async () => {
  const { url } = await emptyDatabase();
  const late = await lateServer(url);
  const lines: unknown[] = [];
  const logger = { info: () => {}, warn: (line: unknown) => lines.push(line) };
  const migrated = run({ url: late.url, logger, patienceMs: 20_000 });
  await expect.poll(() => lines).toEqual([{ address: new URL(late.url).host }]);
  await late.start();
  expect(await migrated).toEqual({ applied: NAMES, unknown: [] });
});

test('names the address of a server that never answers, and not the password', async () => {
  const { url } = await lateServer('postgresql://somebody:pass-word@localhost/nowhere');
  const error: unknown = await run({ url, patienceMs: 300 }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'unreachable', message: expect.stringContaining(new URL(url).host) });
  expect(String(error)).toContain('ECONNREFUSED');
  expect(String(error)).not.toContain('pass-word');
});

test('does not try again where the server refuses', async () => {
  const url = new URL(inject('postgresUrl'));
  url.pathname = '/no_such_database';
  await expect(run({ url: url.href, patienceMs: 60_000 })).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('There is no database no_such_database'),
  });
  url.password = 'pass-word';
  const error: unknown = await run({ url: url.href }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'refused' });
  expect(String(error)).not.toContain('pass-word');
});

test('stops waiting when it is told to', async () => {
  const { url, query } = await emptyDatabase();
  const reason = new Error('told to');
  const unreachable = run({ url: (await lateServer(url)).url, signal: abortAfter(100, reason) });
  await expect(unreachable).rejects.toBe(reason);

  await query("SELECT pg_advisory_lock(hashtextextended('taskfold_migrations', 0))");
  await expect(run({ url, signal: abortAfter(300, reason) })).rejects.toBe(reason);
  expect(await query("SELECT to_regclass('tasks')::text AS name")).toEqual([{ name: null }]);
});

function run(options: Pick<MigrateOptions, 'url'> & Partial<MigrateOptions>): Promise<Migrated> {
  return migrate({ logger: { info: () => {}, warn: () => {} }, ...options });
}

function abortAfter(ms: number, reason: Error): AbortSignal {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(reason), ms);
  onTestFinished(() => clearTimeout(timer));
  return controller.signal;
}
