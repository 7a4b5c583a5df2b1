import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createPool } from '@taskfold/database';
import { testDatabase } from '@taskfold/database/testing';
import { expect, test } from 'vitest';
import { apiKeyHash } from './api-key.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const database = testDatabase();

interface Output {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

async function run(
  args: readonly string[],
  databaseEnvironment: Readonly<Record<string, string>> = {},
): Promise<Output> {
  const env = { PATH: process.env.PATH, ...databaseEnvironment };
  return await promisify(execFile)(process.execPath, [MAIN, ...args], { env }).then(
    ({ stdout, stderr }) => ({ stdout, stderr, code: 0 }),
    ({ stdout, stderr, code }: Output) => ({ stdout, stderr, code }),
  );
}

test('makes a key that is stored by its hash, once for each name, also when two ask at once', async () => {
  const args = [
    'create-key',
    '--tenant',
    'acme',
    '--project',
    'web',
    '--scope',
    'tasks:read',
    '--scope',
    'admin',
  ];
  const both = await Promise.all([run(args, database.env), run(args, database.env)]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  const [key, ...others] = both.map(({ stdout }) => stdout.trim()).filter((text) => text !== '');
  expect(others).toEqual([]);
  const hash = apiKeyHash(key ?? '');
  expect(hash).not.toBeNull();

  const pool = createPool({ url: database.url, applicationName: 'test', max: 1 });
  const { rows } = await pool.query(
    'SELECT tenant_id, project_id, name, scopes, key_start, expires_at FROM api_keys WHERE key_hash = $1',
    [Buffer.from(hash ?? '', 'hex')],
  );
  expect(rows).toEqual([
    {
      tenant_id: 'acme',
      project_id: 'web',
      name: 'default',
      scopes: ['tasks:read', 'admin'],
      key_start: key?.slice(0, 12),
      expires_at: null,
    },
  ]);
  await pool.end();

  const again = await run(args, database.env);
  expect(again).toMatchObject({ code: 0, stdout: '' });
  expect(again.stderr).toContain(`(${key?.slice(0, 12)}…) and cannot be shown again`);
  const named = await run([...args, '--name', 'second'], database.env);
  expect(apiKeyHash(named.stdout.trim())).not.toBeNull();
});

test('says what is wrong, and fails where the database is away', async () => {
  expect(await run(['--help'])).toMatchObject({ code: 0, stderr: '' });
  expect(await run(['create-key', '--tenant', 'acme'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('DATABASE_URL'),
  });
  expect((await run(['create-key', '--tenant', 'a/b'], database.env)).stderr).toContain('--tenant is');
  expect((await run(['create-key', '--tenant', 'a', '--scope', 'all'], database.env)).stderr).toContain(
    'no scope all',
  );
  expect((await run(['drop-key'], database.env)).code).toBe(2);
  expect(
    (await run(['create-key', '--tenant', 'a'], { DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/c' })).code,
  ).toBe(1);
});
