import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type LocalStack, readLocalFile, writeLocalFile } from './local-file.ts';
import { statePaths } from './paths.ts';

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

test('the state lies below .taskfold unless the environment says otherwise', () => {
  expect(statePaths({}).localFile).toMatch(/\/\.taskfold\/local\.json$/);
  expect(statePaths({ TASKFOLD_STATE_DIR: '/elsewhere' }).secrets).toBe('/elsewhere/secrets.json');
});
