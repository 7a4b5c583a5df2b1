import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { operatorEnvironment } from './environment.ts';

const LOCAL = {
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
};

async function environmentBeside(env: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'taskfold-state-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'local.json'), JSON.stringify(LOCAL));
  const notes: string[] = [];
  const context = {
    env: { TASKFOLD_STATE_DIR: folder, ...env },
    note: (line: string) => void notes.push(line),
  };
  const { TASKFOLD_STATE_DIR: _, ...found } = await operatorEnvironment(context);
  return { found, notes };
}

test('beside the local stack its servers are taken, and that is said', async () => {
  expect(await environmentBeside({})).toEqual({
    found: {
      DATABASE_URL: 'postgresql://localhost/x',
      KAFKA_BROKERS: 'localhost:9092',
      TOPIC_EVENTS: 'task.events',
    },
    notes: ['From the running local stack: DATABASE_URL, KAFKA_BROKERS, TOPIC_EVENTS.'],
  });
});

test.each([{ DATABASE_URL: 'postgresql://elsewhere/x' }, { KAFKA_BROKERS: 'elsewhere:9092' }])(
  'where the environment names a server, nothing is taken: %j',
  async (env) => {
    expect(await environmentBeside(env)).toEqual({ found: env, notes: [] });
  },
);
