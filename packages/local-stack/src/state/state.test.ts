import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { takeLock } from '../../bin/set-up/process-lock.mjs';
import { type LocalStack, readLocalFile, writeLocalFile } from './local-file.ts';
import { statePaths } from './paths.ts';
import { loadSecrets } from './secrets.ts';

const LOCAL: LocalStack = {
  api_url: 'http://127.0.0.1:8080',
  admin_url: 'http://127.0.0.1:9090',
  api_key: 'sk-a',
  tenant_id: 'a',
  second_api_key: 'sk-b',
  second_tenant_id: 'b',
  operator_token: 'o',
  callback_secret: 'whsec_x',
  database_url: 'postgresql://localhost/x',
  kafka_brokers: 'localhost:9092',
  topic_events: 'task.events',
  topic_updates: 'task.updates',
  topic_dead: 'task.events.dead',
  database_settings: {},
  kafka_settings: { KAFKA_TLS: 'true' },
};

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'taskfold-state-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('local.json comes back as it was written and is readable for its owner alone', async () => {
  const path = join(await temporaryFolder(), 'below', 'local.json');
  await writeLocalFile(path, LOCAL);
  expect(await readLocalFile(path)).toEqual(LOCAL);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('a local.json that is missing, broken or incomplete counts as none', async () => {
  const path = join(await temporaryFolder(), 'local.json');
  expect(await readLocalFile(path)).toBeUndefined();
  await writeFile(path, '{"api_url":');
  expect(await readLocalFile(path)).toBeUndefined();
  await writeFile(path, '{"api_url":"http://127.0.0.1:8080"}');
  expect(await readLocalFile(path)).toBeUndefined();
});

test('secrets are made once and stay', async () => {
  const path = join(await temporaryFolder(), 'secrets.json');
  let made = 0;
  const createKey = () => `sk-${made++}`;
  const first = await loadSecrets(path, createKey);
  expect(await loadSecrets(path, createKey)).toEqual(first);
  expect(first.first.api_key).not.toBe(first.second.api_key);
  expect(made).toBe(2);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('secrets of an earlier version get the keys that they lack, and keep the rest', async () => {
  const path = join(await temporaryFolder(), 'secrets.json');
  const { callback_keys, ...earlier } = await loadSecrets(path, () => 'sk');
  await writeFile(path, JSON.stringify(earlier));
  const completed = await loadSecrets(path, () => 'other');
  expect(completed).toEqual({ ...earlier, callback_keys: expect.stringMatching(/^local:/) });
  expect(completed.callback_keys).not.toBe(callback_keys);
  expect(await loadSecrets(path, () => 'other')).toEqual(completed);
});

test('secrets that cannot be read are kept and reported', async () => {
  const path = join(await temporaryFolder(), 'secrets.json');
  await writeFile(path, '{}');
  await expect(loadSecrets(path, () => 'sk')).rejects.toThrow('cannot be read');
  expect(await readFile(path, 'utf8')).toBe('{}');
});

test('one process at a time holds a lock', async () => {
  const path = join(await temporaryFolder(), 'lock');
  const lock = takeLock(path);
  expect(lock.kind).toBe('taken');
  expect(takeLock(path)).toEqual({ kind: 'held', pid: process.pid });
  if (lock.kind === 'taken') lock.release();
  expect(takeLock(path).kind).toBe('taken');
});

test.each(['4194000 1', `${process.pid} 1`, '', 'nonsense'])(
  'the lock of a process that is gone (%j) is taken over',
  async (holder) => {
    const path = join(await temporaryFolder(), 'lock');
    await writeFile(path, holder);
    expect(takeLock(path).kind).toBe('taken');
  },
);

test('the state lies below .taskfold unless the environment says otherwise', () => {
  expect(statePaths({}).localFile).toMatch(/\/\.taskfold\/local\.json$/);
  expect(statePaths({ TASKFOLD_STATE_DIR: '/elsewhere' }).secrets).toBe('/elsewhere/secrets.json');
});
