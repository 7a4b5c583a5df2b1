import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { emptyDatabase } from './testing/empty-database.ts';
import { lateServer } from './testing/late-server.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

function start(args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [MAIN, ...args], { env: { PATH: process.env.PATH, ...env } });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const ended = Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
  return { child, ended: ended.then(([[code], stdout, stderr]) => ({ code, stdout, stderr })) };
}

test('migrates, says so in the log, and warns of nothing', async () => {
  const { url, query } = await emptyDatabase();
  const { code, stdout, stderr } = await start([], { DATABASE_URL: url }).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('"msg":"the database is up to date"');
  expect(await query("SELECT to_regclass('tasks')::text AS name")).toEqual([{ name: 'tasks' }]);
  expect(await start([], { DATABASE_URL: url }).ended).toMatchObject({ code: 0 });
});

test('fails with the reason, and without the password', async () => {
  const { url } = await emptyDatabase();
  const wrong = new URL(url);
  wrong.password = 'pass-word';
  const { code, stdout, stderr } = await start([], { DATABASE_URL: wrong.href }).ended;
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(stdout).toContain('password authentication failed');
  expect(stdout).not.toContain('pass-word');
});

test('does not count as done when it is stopped while it waits', async () => {
  const { url } = await lateServer('postgresql://somebody@localhost/taskfold');
  const { child, ended } = start([], { DATABASE_URL: url });
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  const { code, stdout } = await ended;
  expect(code).toBe(1);
  expect(stdout).toContain('stopped by SIGTERM');
});

test('shows its help, and what it does not understand', async () => {
  expect(await start(['--help'], {}).ended).toMatchObject({ code: 0, stderr: '' });
  expect(await start([], {}).ended).toMatchObject({ code: 2, stdout: '' });
});
