import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { takeLock } from '../../bin/set-up/process-lock.mjs';
import { loadSecrets } from './secrets.ts';

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'taskfold-state-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

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
