import { randomUUID } from 'node:crypto';
import { TOPICS } from '@taskfold/contract';
import { createLogger } from '@taskfold/runtime';
import { afterAll, expect, test } from 'vitest';
import { harmTopic } from '../testing/harm-topic.ts';
import { plainKafkajs, testConnection } from '../testing/test-kafka.ts';
import { createKafkaClient } from './create-kafka-client.ts';

const logger = createLogger({ service: 'test', level: 'silent' });
const client = createKafkaClient({ ...testConnection(), logger });
const admin = client.admin();
const made: string[] = [];

afterAll(async () => {
  const cleaner = plainKafkajs().admin();
  await cleaner.connect();
  await cleaner.deleteTopics({ topics: made });
  await cleaner.disconnect();
  await client.close();
});

function named(settings: { readonly config: Readonly<Record<string, string>> }, partitions = 2) {
  const name = `test-${randomUUID()}`;
  made.push(name);
  return { name, partitions, config: settings.config };
}

test('creates what is missing with the settings of the contract, and finds them again', async () => {
  const topics = Object.values(TOPICS).map((settings) => named(settings));
  const created = await admin.ensureTopics(topics);
  expect(created).toEqual(topics.map(({ name }) => ({ name, created: true, differences: [] })));
  const found = await admin.ensureTopics(topics);
  expect(found).toEqual(topics.map(({ name }) => ({ name, created: false, differences: [] })));
  expect(await admin.partitionCount(topics[0]?.name ?? '')).toBe(2);
});

test('reports settings that differ and changes none', async () => {
  const topic = named({ config: { 'cleanup.policy': 'delete', 'retention.ms': '1000' } });
  await admin.ensureTopics([topic]);
  const wanted = { ...topic, partitions: 3, config: { 'cleanup.policy': 'delete', 'retention.ms': '-1' } };
  for (let round = 0; round < 2; round++) {
    expect(await admin.ensureTopics([wanted])).toEqual([
      {
        name: topic.name,
        created: false,
        differences: [
          { setting: 'partitions', expected: '3', found: '2' },
          { setting: 'retention.ms', expected: '-1', found: '1000' },
        ],
      },
    ]);
  }
});

test('two processes at once agree', async () => {
  const topic = named({ config: {} });
  const other = createKafkaClient({ ...testConnection(), logger });
  const reports = await Promise.all([admin.ensureTopics([topic]), other.admin().ensureTopics([topic])]);
  expect(reports.flat().filter(({ created }) => created)).toHaveLength(1);
  await other.close();
});

test('knows where the log begins and ends', async () => {
  const topic = named({ config: {} });
  await admin.ensureTopics([topic]);
  const value = Buffer.from('x');
  await client.producer().send(topic.name, [
    { key: null, value, headers: {}, partition: 1 },
    { key: null, value, headers: {}, partition: 1 },
  ]);
  expect(await admin.offsets(topic.name)).toEqual([
    { partition: 0, low: 0, high: 0 },
    { partition: 1, low: 0, high: 2 },
  ]);
});

test('tells the end of the log from where reading ends while a transaction is open', async () => {
  const topic = named({ config: {} }, 1);
  await admin.ensureTopics([topic]);
  const record = { key: null, value: Buffer.from('x'), headers: {} };
  await client.producer().send(topic.name, [record]);
  const abort = await harmTopic(topic.name).openTransaction([record]);
  await client.producer().send(topic.name, [record]);
  expect(await admin.offsets(topic.name)).toEqual([{ partition: 0, low: 0, high: 3 }]);
  expect(await admin.stableOffsets(topic.name)).toEqual(new Map([[0, 1]]));
  await abort();
  // The broker answers before it has written the mark of the end.
  await expect.poll(() => admin.offsets(topic.name)).toEqual([{ partition: 0, low: 0, high: 4 }]);
  await expect.poll(() => admin.stableOffsets(topic.name)).toEqual(new Map([[0, 4]]));
});

test('knows of partitions that were added as soon as it is asked', async () => {
  const topic = named({ config: {} });
  await admin.ensureTopics([topic]);
  expect(await admin.offsets(topic.name)).toHaveLength(2);
  await harmTopic(topic.name).addPartitions(5);
  await expect.poll(async () => (await admin.offsets(topic.name)).length).toBe(5);
  expect(await admin.partitionCount(topic.name)).toBe(5);
});

test('a topic that does not exist is an error', async () => {
  await expect(admin.partitionCount('no-such-topic')).rejects.toThrow('no-such-topic does not exist');
});

test('what a group notes is told, and partitions of which it notes nothing are absent', async () => {
  const topic = named({ config: {} }, 3);
  await admin.ensureTopics([topic]);
  const groupId = randomUUID();
  expect(await admin.groupOffsets(groupId, topic.name)).toEqual(new Map());
  const setter = plainKafkajs().admin();
  await setter.connect();
  await setter.setOffsets({ groupId, topic: topic.name, partitions: [{ partition: 1, offset: '7' }] });
  await setter.disconnect();
  expect(await admin.groupOffsets(groupId, topic.name)).toEqual(new Map([[1, 7]]));
});
