import { randomUUID } from 'node:crypto';
import { createLogger } from '@taskfold/runtime';
import { afterAll, expect, test } from 'vitest';
import { createTestTopic } from '../testing/create-test-topic.ts';
import { testConnection } from '../testing/test-kafka.ts';
import { createKafkaClient } from './create-kafka-client.ts';

const client = createKafkaClient({
  ...testConnection(),
  logger: createLogger({ service: 'test', level: 'silent' }),
});
const view = client.clusterView();
afterAll(() => client.close());

test('tells of a topic what the brokers have of it, and of one that is not there nothing', async () => {
  const topic = await createTestTopic({ partitions: 2, config: { 'retention.ms': '1000' } });
  const found = await view.describeTopic(topic.name);
  expect(found?.partitions).toEqual(
    [0, 1].map((partition) => ({ partition, leader: 1, replicas: [1], inSync: [1] })),
  );
  expect(found?.settings.get('retention.ms')).toBe('1000');
  expect(found?.settings.get('min.insync.replicas')).toBe('1');
  expect(await view.describeTopic('nowhere')).toBeNull();
  expect(await view.brokerCount()).toBe(1);
});

test('tells of a group who reads what, and of one that nobody joined that it is empty', async () => {
  const topic = await createTestTopic({ partitions: 2, config: {} });
  const groupId = randomUUID();
  expect(await view.describeGroup(groupId)).toMatchObject({ state: 'Dead', members: [] });
  const consumer = client.consumer({ groupId });
  await consumer.run({
    topic: topic.name,
    onBatch: async () => {},
    onCrash: (error) => expect.unreachable(error.message),
  });
  await expect
    .poll(async () => (await view.describeGroup(groupId)).members.map(({ partitions }) => [...partitions]), {
      timeout: 10_000,
    })
    .toEqual([[[topic.name, [0, 1]]]]);
  expect(await view.describeGroup(groupId)).toMatchObject({ state: 'Stable' });
  await consumer.stop();
  await expect.poll(async () => (await view.describeGroup(groupId)).members).toEqual([]);
});

test('finds the first record that is not older than a time', async () => {
  const topic = await createTestTopic({
    partitions: 1,
    config: { 'message.timestamp.type': 'LogAppendTime' },
  });
  const began = Date.now() - 60_000;
  await client.producer().send(topic.name, [{ key: null, value: Buffer.from('a'), headers: {} }]);
  expect(await view.offsetsSince(topic.name, began)).toEqual(new Map([[0, 0]]));
  expect(await view.offsetsSince(topic.name, Date.now() + 60_000)).toEqual(new Map([[0, 1]]));
});
