import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createPool, createProjectionStore } from '@taskfold/database';
import { endedTask, testDatabase } from '@taskfold/database/testing';
import { expect, test } from 'vitest';
import { activeSecrets } from './active-secrets.ts';
import { parseKeyRing } from './key-ring.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const database = testDatabase();
const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;

interface Output {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Output> {
  const environment = { PATH: process.env.PATH, ...database.env, ...env };
  return await promisify(execFile)(process.execPath, [MAIN, ...args], { env: environment }).then(
    ({ stdout, stderr }) => ({ stdout, stderr, code: 0 }),
    ({ stdout, stderr, code }: Output) => ({ stdout, stderr, code }),
  );
}

test('secrets are replaced and encrypted anew', async () => {
  const [older, newer] = [key('old'), key('new')];
  const pool = createPool({ url: database.url, applicationName: 'test', max: 1 });
  const rotated = await run(['rotate-secret', '--tenant', 'acme'], { CALLBACK_KEYS: older });
  expect(rotated).toMatchObject({ code: 0, stdout: expect.stringMatching(/^whsec_\S+\n$/) });
  expect(await activeSecrets(pool, parseKeyRing(older), 'acme')).toEqual([rotated.stdout.trim()]);

  const encrypted = await run(['reencrypt-secrets'], { CALLBACK_KEYS: `${newer},${older}` });
  expect(encrypted).toMatchObject({ code: 0, stderr: '1 secrets were encrypted with the key new.\n' });
  expect(await activeSecrets(pool, parseKeyRing(newer), 'acme')).toEqual([rotated.stdout.trim()]);
  expect((await run(['reencrypt-secrets'], { CALLBACK_KEYS: key('other') })).code).toBe(1);
  await pool.end();
});

test('a delivery is made due', async () => {
  const pool = createPool({ url: database.url, applicationName: 'test', max: 1 });
  const store = createProjectionStore({ pool, projection: 'main', topic: 'task.events' });
  await store.transaction(async (chunk) => {
    const tasks = [endedTask({ taskId: 't1', url: 'https://hooks.example/' })];
    await chunk.write(0, { tasks, records: [], timeline: [], changes: [], deadLetters: [], rekeyed: [] });
    return { kind: 'applied' };
  });
  await pool.query("UPDATE deliveries SET state = 'exhausted'");
  const args = ['redeliver', '--tenant', 'tenant_a', '--task'];
  expect(await run([...args, 't1'])).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/^task.succeeded is due now/),
  });
  expect((await pool.query('SELECT state FROM deliveries')).rows).toEqual([{ state: 'ready' }]);
  expect((await run([...args, 't2'])).code).toBe(1);
  await pool.end();
});

test.each([
  [[]],
  [['rotate-secret']],
  [['redeliver', '--tenant', 'a']],
  [['redeliver', '--tenant', 'a', '--task', 't', '--type', 'task.danced']],
  [['reencrypt-secrets', '--what']],
])('arguments that are wrong are said to be: %j', async (args) => {
  const output = await run(args);
  expect(output.code).toBe(2);
  expect(output.stderr).toContain('Usage:');
});
