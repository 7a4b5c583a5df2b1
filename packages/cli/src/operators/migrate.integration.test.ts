import { emptyDatabase, lateServer } from '@taskfold/database/testing';
import { expect, test } from 'vitest';
import { runCommand } from '../testing/run-command.ts';
import { migrateDatabase } from './migrate.ts';

const run = (args: readonly string[], env: Record<string, string>, signal?: AbortSignal) =>
  runCommand([migrateDatabase], ['migrate', ...args], { env, ...(signal && { signal }) });

test('migrates, says what it has done, and does nothing twice', async () => {
  const { url, query } = await emptyDatabase();
  const first = await run([], { DATABASE_URL: url });
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(first.out).toMatch(/^applied 20261124000000_init$/m);
  expect(first.out).toMatch(/The database is up to date\.\n$/);
  expect(await query("SELECT to_regclass('tasks')::text AS name")).toEqual([{ name: 'tasks' }]);
  const second = await run(['--json'], { DATABASE_URL: url });
  expect(JSON.parse(second.out)).toEqual({ object: 'migration_run', applied: [], unknown: [], logins: [] });
});

test('goes past a pooler where there is one', async () => {
  const { url } = await emptyDatabase();
  const env = { DATABASE_URL: 'postgresql://u:p@127.0.0.1:1/x', DATABASE_DIRECT_URL: url };
  expect(await run([], env)).toMatchObject({ code: 0 });
});

test('fails with the reason, and without the password', async () => {
  const { url } = await emptyDatabase();
  const wrong = Object.assign(new URL(url), { password: 'pass-word' });
  const { code, err, out } = await run([], { DATABASE_URL: wrong.href });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain('refused the password of the user');
  expect(err).not.toContain('pass-word');
});

test('does not count as done when it is stopped while it waits', async () => {
  const { url } = await lateServer('postgresql://somebody@localhost/taskfold');
  const stopping = new AbortController();
  const running = run([], { DATABASE_URL: url }, stopping.signal);
  setTimeout(() => stopping.abort(new Error('stopped')), 500);
  const { code, err } = await running;
  expect(code).toBe(130);
  expect(err).toContain('PostgreSQL does not answer yet, waiting');
});

test.each([
  [[], {}, 'DATABASE_URL is not set'],
  [[], { DATABASE_URL: 'mysql://somebody:pass-word@localhost/taskfold' }, 'DATABASE_URL is (not shown)'],
  [
    [],
    { DATABASE_URL: 'postgresql://u@h/d', API_DATABASE_PASSWORD: 'pass-word ü' },
    'API_DATABASE_PASSWORD is (not shown)',
  ],
  [['extra'], {}, 'too many arguments'],
  [['--retry'], {}, '--retry'],
])('refuses %j with %j', async (args, env, message) => {
  const { code, err } = await run(args, env);
  expect(code).toBe(2);
  expect(err.toLowerCase()).toContain(message.toLowerCase());
  expect(err).not.toContain('pass-word');
});
