import { setTimeout as wait } from 'node:timers/promises';
import { createLogger } from '@taskfold/runtime';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BatchContext, KafkaClient, LogBatch, LogConsumer } from '../port.ts';
import { createTestTopic, type TestTopic } from '../testing/create-test-topic.ts';
import { testConnection } from '../testing/test-kafka.ts';
import { until } from '../testing/wait.ts';
import { createKafkaClient } from './create-kafka-client.ts';

const logger = createLogger({ service: 'test', level: 'silent' });
let client: KafkaClient;
let topic: TestTopic;
let consumer: LogConsumer;
let fetched: number[];

beforeEach(async () => {
  client = createKafkaClient({ ...testConnection(), logger });
  topic = await createTestTopic();
  const producer = client.producer();
  // A fetch brings one of them, since two are more than it may take.
  for (const letter of 'abcd') {
    const value = Buffer.from(letter.repeat(600));
    await producer.send(topic.name, [{ key: null, value, headers: {}, partition: 0 }]);
  }
  consumer = client.consumer({ groupId: topic.name, maxBytesPerPartition: 800 });
  fetched = [];
});
afterEach(async () => {
  await client.close();
  await topic.drop();
});

async function run(onBatch: (batch: LogBatch, context: BatchContext) => Promise<void>): Promise<void> {
  await consumer.run({
    topic: topic.name,
    onFetched: ({ fetchOffset }) => void fetched.push(fetchOffset),
    onBatch,
    onCrash: () => {},
  });
}

test('the next batch of a partition is fetched while one is worked on, and no more than that', async () => {
  const gate = Promise.withResolvers<void>();
  const worked: number[] = [];
  await run(async ({ fetchOffset, records }) => {
    expect(records).toHaveLength(1);
    worked.push(fetchOffset);
    await gate.promise;
  });
  await until(() => fetched.length === 2);
  await wait(700);
  expect(fetched).toEqual([0, 1]);
  expect(worked).toEqual([0]);
  gate.resolve();
  await until(() => worked.length === 4);
  expect(worked).toEqual([0, 1, 2, 3]);
  expect(fetched).toEqual([0, 1, 2, 3]);
});

test('when a batch fails, the one that was fetched meanwhile is dropped, and both come again in their order', async () => {
  const worked: number[] = [];
  await run(async ({ fetchOffset }) => {
    worked.push(fetchOffset);
    if (worked.length > 1) return;
    await until(() => fetched.length === 2);
    throw new Error('the database is away');
  });
  await until(() => worked.at(-1) === 3);
  expect(worked).toEqual([0, 0, 1, 2, 3]);
});

test('a seek drops what was fetched, and what is worked on stays told of it after the next fetch', async () => {
  const worked: number[] = [];
  const stale: boolean[] = [];
  await run(async ({ fetchOffset }, { isStale }) => {
    worked.push(fetchOffset);
    if (worked.length > 1) return;
    await until(() => fetched.length === 2);
    stale.push(isStale());
    consumer.seek(0, 2);
    stale.push(isStale());
    await wait(700);
    stale.push(isStale());
  });
  await until(() => worked.at(-1) === 3);
  expect(worked).toEqual([0, 2, 3]);
  expect(stale).toEqual([false, true, true]);
});

test('a stop lets the batch in hand end and drops the one that was fetched meanwhile', async () => {
  const worked: number[] = [];
  let ended = false;
  await run(async ({ fetchOffset }, { signal }) => {
    worked.push(fetchOffset);
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    await wait(300);
    ended = true;
  });
  await until(() => fetched.length === 2);
  await consumer.stop();
  expect(ended).toBe(true);
  expect(worked).toEqual([0]);
});

test('after the end of the log fetching rests, and what arrives meanwhile is one batch', async () => {
  const resting = client.consumer({ groupId: `${topic.name}-resting`, restMs: 1500 });
  const batches: number[] = [];
  await resting.run({
    topic: topic.name,
    onBatch: async ({ records }) => void batches.push(records.length),
    onCrash: () => {},
  });
  await until(() => batches.length === 1);
  const producer = client.producer();
  for (const letter of 'efg') {
    await producer.send(topic.name, [{ key: null, value: Buffer.from(letter), headers: {}, partition: 0 }]);
  }
  await until(() => batches.length === 2);
  expect(batches).toEqual([4, 3]);
});
