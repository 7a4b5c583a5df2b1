import { randomUUID } from 'node:crypto';
import { emptyDatabase } from '@taskfold/database/testing';
import { testKafka } from '@taskfold/kafka/testing';
import { expect, test } from 'vitest';
import { runCommand } from '../../testing/run-command.ts';
import { migrateDatabase } from '../migrate.ts';
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

test('a move wants a yes for the switch, and a projection that is folded', async () => {
  const { url, query } = await emptyDatabase();
  await runCommand([migrateDatabase], ['migrate'], { env: { DATABASE_URL: url } });
  const names = named();
  const env = { ...names, DATABASE_URL: url, TOPIC_PARTITIONS: '5' };
  await run(['create'], { ...env, TOPIC_PARTITIONS: '3' });
  const target = ['move', '--to', `${names.TOPIC_EVENTS}.5`];
  expect(await run([...target, '--switch'], env)).toMatchObject({
    code: 2,
    err: expect.stringContaining('add --yes'),
  });
  expect(await run(target, env)).toMatchObject({
    code: 9,
    err: expect.stringContaining('No processor has folded'),
  });
  expect((await run(['list', '--json'], { ...env, TOPIC_EVENTS: `${names.TOPIC_EVENTS}.5` })).out).toContain(
    'missing',
  );
  await query(`INSERT INTO checkpoints (projection, topic, kafka_partition, partition_count, partitioner)
    SELECT 'main', '${names.TOPIC_EVENTS}', p, 3, 'murmur2' FROM generate_series(0, 2) AS p`);
  expect(await run(target, env)).toMatchObject({ code: 0, out: expect.stringContaining('has caught up') });
  const switched = await run([...target, '--switch', '--yes', '--json'], env);
  expect(JSON.parse(switched.out)).toMatchObject({ object: 'topic_move', state: 'switched' });
  expect(await run([...target, '--stragglers'], env)).toMatchObject({ code: 0 });
  expect(await run(target, env)).toMatchObject({ code: 9 });
});

test('says what it needs, and fails where there is no broker', async () => {
  expect(await run(['create'], {})).toMatchObject({
    code: 2,
    err: expect.stringContaining('KAFKA_BROKERS is not set'),
  });
  expect((await run(['create'], { KAFKA_BROKERS: '127.0.0.1:1' })).code).toBe(5);
});
