import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createLogger } from '@taskfold/runtime';
import { expect, test } from 'vitest';
import { createKafkaClient } from '../client/create-kafka-client.ts';
import { testConnection, testKafka } from '../testing/test-kafka.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

async function run(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ stdout: string; code: number }> {
  const running = promisify(execFile)(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env.PATH, ...env },
  });
  return await running.then(
    ({ stdout }) => ({ stdout, code: 0 }),
    (error: { stdout: string; code: number }) => ({ stdout: error.stdout, code: error.code }),
  );
}

test('creates the three topics once, and tells of what is other than asked for', async () => {
  const id = randomUUID();
  const env = {
    ...testKafka(),
    TOPIC_EVENTS: `${id}.events`,
    TOPIC_UPDATES: `${id}.updates`,
    TOPIC_DEAD: `${id}.dead`,
    TOPIC_PARTITIONS: '3',
  };
  const first = await run([], env);
  expect(first).toEqual({
    code: 0,
    stdout: `${id}.events: created\n${id}.updates: created\n${id}.dead: created\n`,
  });
  const client = createKafkaClient({
    ...testConnection(),
    logger: createLogger({ service: 'test', level: 'silent' }),
  });
  const admin = client.admin();
  expect(
    await Promise.all([env.TOPIC_EVENTS, env.TOPIC_UPDATES, env.TOPIC_DEAD].map(admin.partitionCount)),
  ).toEqual([3, 3, 1]);
  await client.close();

  const second = await run([], { ...env, TOPIC_PARTITIONS: '6' });
  expect(second.code).toBe(0);
  expect(second.stdout).toContain(`${id}.events: exists\n${id}.events: has partitions 3 instead of 6`);

  const third = await run([], { ...env, TOPIC_REPLICATION_FACTOR: '3', TOPIC_MIN_INSYNC_REPLICAS: '2' });
  for (const difference of ['replication.factor 1 instead of 3', 'min.insync.replicas 1 instead of 2']) {
    expect(third.stdout).toContain(`${id}.events: has ${difference}; it is left as it is`);
  }
});

test('makes topics with the replicas that are asked for, and refuses more in sync than there are', async () => {
  const id = randomUUID();
  const env = {
    ...testKafka(),
    TOPIC_EVENTS: `${id}.events`,
    TOPIC_UPDATES: `${id}.updates`,
    TOPIC_DEAD: `${id}.dead`,
    TOPIC_REPLICATION_FACTOR: '1',
    TOPIC_MIN_INSYNC_REPLICAS: '1',
  };
  expect((await run([], { ...env, TOPIC_MIN_INSYNC_REPLICAS: '2' })).code).toBe(2);
  expect((await run([], env)).code).toBe(0);
  expect((await run([], env)).stdout).not.toContain('instead of');
});

test('says what it needs, and fails where there is no broker', async () => {
  expect((await run(['--help'], {})).stdout).toContain('TOPIC_PARTITIONS (');
  expect((await run([], {})).code).toBe(2);
  expect((await run([], { KAFKA_BROKERS: '127.0.0.1:1' })).code).toBe(1);
});
