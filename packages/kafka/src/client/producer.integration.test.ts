import { createLogger } from '@taskfold/runtime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PARTITIONERS, partitionOf } from '../partitioner/partition-of.ts';
import type { KafkaClient } from '../port.ts';
import { createTestTopic, type TestTopic } from '../testing/create-test-topic.ts';
import { testConnection } from '../testing/test-kafka.ts';
import { createKafkaClient } from './create-kafka-client.ts';

const logger = createLogger({ service: 'test', level: 'silent' });
let client: KafkaClient;
let topic: TestTopic;

beforeAll(async () => {
  client = createKafkaClient({ ...testConnection(), logger });
  topic = await createTestTopic({
    config: { 'max.message.bytes': '10000' },
  });
});
afterAll(async () => {
  await client.close();
  await topic.drop();
});

const record = (key: string, value = 'x') => ({
  key: Buffer.from(key),
  value: Buffer.from(value),
  headers: {},
});

test.each(PARTITIONERS)('%s decides the partition of a key', async (partitioner) => {
  const other = createKafkaClient({
    ...testConnection(),
    logger,
    partitioner,
  });
  const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
  const positions = await other.producer().send(
    topic.name,
    keys.map((key) => record(key)),
  );
  expect(positions.map(({ partition }) => partition)).toEqual(
    keys.map((key) => partitionOf(Buffer.from(key), 3, partitioner)),
  );
  await other.close();
});

test('sends that overlap follow one another, and each learns its positions', async () => {
  const producer = client.producer();
  const sends = Array.from({ length: 20 }, (_, index) =>
    producer.send(topic.name, [record('same', String(index))]),
  );
  const offsets = (await Promise.all(sends)).map(([position]) => position?.offset);
  expect(offsets).toEqual(offsets.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
  expect(new Set(offsets).size).toBe(20);
});

test('nothing to send needs no broker', async () => {
  expect(await client.producer().send('no-such-topic', [])).toEqual([]);
});

test('after a send that failed the next one arrives', async () => {
  const producer = client.producer();
  const [before] = await producer.send(topic.name, [record('key')]);
  await expect(producer.send(topic.name, [record('key', 'x'.repeat(20_000))])).rejects.toThrow();
  const [after] = await producer.send(topic.name, [record('key')]);
  expect(after).toEqual({ partition: before?.partition, offset: (before?.offset ?? 0) + 1 });
});

test('an abort ends the wait at once', async () => {
  const away = createKafkaClient({ brokers: ['127.0.0.1:1'], clientId: 'test', logger });
  const producer = away.producer();
  const controller = new AbortController();
  const sending = producer.send(topic.name, [record('key')], controller.signal);
  controller.abort(new Error('too late'));
  await expect(sending).rejects.toThrow('too late');
  await expect(producer.send(topic.name, [record('key')], controller.signal)).rejects.toThrow('too late');
  await away.close();
});

test('no broker is an error, and a closed producer sends no more', async () => {
  const away = createKafkaClient({ brokers: ['127.0.0.1:1'], clientId: 'test', logger });
  const producer = away.producer();
  await expect(producer.send(topic.name, [record('key')])).rejects.toThrow();
  await away.close();
  await expect(producer.send(topic.name, [record('key')])).rejects.toThrow('closed');
});

test('nothing is published to a topic that has other partitions than keys are looked for in', async () => {
  const counts = { expected: 3 as number | null };
  const careful = createKafkaClient({
    ...testConnection(),
    logger,
    partitionCountOf: (name) => (name === topic.name ? counts.expected : null),
  });
  const producer = careful.producer();
  const [first] = await producer.send(topic.name, [record('a')]);
  counts.expected = 2;
  await expect(producer.send(topic.name, [record('a')])).rejects.toThrow(
    `The topic ${topic.name} has 3 partitions now, but had 2`,
  );
  counts.expected = null;
  const [second] = await producer.send(topic.name, [record('a')]);
  expect(second).toEqual({ partition: first?.partition, offset: (first?.offset ?? 0) + 1 });
  await careful.close();
});
