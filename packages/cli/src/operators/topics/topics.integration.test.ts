import { randomUUID } from 'node:crypto';
import { testKafka } from '@taskfold/kafka/testing';
import { expect, test } from 'vitest';
import { runCommand } from '../../testing/run-command.ts';
import { topics } from './index.ts';

const run = (args: readonly string[], env: Record<string, string>) =>
  runCommand([topics], ['topics', ...args], { env });

function named(): Record<string, string> {
  const id = randomUUID();
  return {
    ...testKafka(),
    TOPIC_EVENTS: `${id}.events`,
    TOPIC_UPDATES: `${id}.updates`,
    TOPIC_DEAD: `${id}.dead`,
    TOPIC_PARTITIONS: '3',
  };
}

test('creates the three topics once, and tells of what is other than asked for', async () => {
  const env = named();
  expect((await run(['check'], env)).code).toBe(1);
  const made = await run(['create'], env);
  expect(made).toEqual({
    code: 0,
    out: `${env.TOPIC_EVENTS}: created\n${env.TOPIC_UPDATES}: created\n${env.TOPIC_DEAD}: created\n`,
    err: '',
  });
  expect((await run(['check'], env)).code).toBe(0);
  const listed = JSON.parse((await run(['list', '--json'], env)).out);
  expect(listed.data.map(({ state, partitions }: never) => [state, partitions])).toEqual([
    ['as_asked_for', 3],
    ['as_asked_for', 3],
    ['as_asked_for', 1],
  ]);

  const second = await run(['create'], { ...env, TOPIC_PARTITIONS: '6' });
  expect(second.code).toBe(0);
  expect(second.out).toContain(
    `${env.TOPIC_EVENTS}: exists\n${env.TOPIC_EVENTS}: has partitions 3 instead of 6`,
  );

  const asked = { ...env, TOPIC_REPLICATION_FACTOR: '3', TOPIC_MIN_INSYNC_REPLICAS: '2' };
  const third = await run(['check'], asked);
  expect(third.code).toBe(1);
  for (const difference of ['replication.factor 1 instead of 3', 'min.insync.replicas 1 instead of 2']) {
    expect(third.out).toContain(`${env.TOPIC_EVENTS}: has ${difference}; it is left as it is`);
  }
});

test('makes topics with the replicas that are asked for, and refuses more in sync than there are', async () => {
  const env = { ...named(), TOPIC_REPLICATION_FACTOR: '1', TOPIC_MIN_INSYNC_REPLICAS: '1' };
  expect((await run(['create'], { ...env, TOPIC_MIN_INSYNC_REPLICAS: '2' })).code).toBe(2);
  expect((await run(['create'], env)).code).toBe(0);
  expect((await run(['create'], env)).out).not.toContain('instead of');
});

test('says what it needs, and fails where there is no broker', async () => {
  expect(await run(['create'], {})).toMatchObject({
    code: 2,
    err: expect.stringContaining('KAFKA_BROKERS is not set'),
  });
  expect((await run(['create'], { KAFKA_BROKERS: '127.0.0.1:1' })).code).toBe(5);
});
