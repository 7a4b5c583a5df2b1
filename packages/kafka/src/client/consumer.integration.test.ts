import { createLogger } from '@taskfold/runtime';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import '@taskfold/local-servers/testing';
import type { KafkaClient } from '../port.ts';
import { createTestTopic } from '../testing/create-test-topic.ts';
import { createKafkaClient } from './create-kafka-client.ts';

let client: KafkaClient;
beforeAll(() => {
  client = createKafkaClient({
    brokers: [inject('kafkaBrokers')],
    clientId: 'test',
    logger: createLogger({ service: 'test', level: 'debug' }),
  });
});
afterAll(() => client.close());

test('what is sent arrives at the positions that the producer was told', async () => {
  const topic = await createTestTopic({ brokers: inject('kafkaBrokers') });
  const positions = await client.producer().send(
    topic.name,
    ['a', 'b', 'c', 'a'].map((key, index) => ({
      key: Buffer.from(key),
      value: Buffer.from(String(index)),
      headers: {},
    })),
  );
  const got: unknown[] = [];
  const consumer = client.consumer({ groupId: topic.name });
  await consumer.run({
    topic: topic.name,
    onBatch: async (batch) => {
      got.push(
        ...batch.records.map(({ partition, offset, value }) => [partition, offset, value?.toString()]),
      );
    },
    onCrash: () => {},
  });
  await expect.poll(() => got.length, { timeout: 10000 }).toBe(4);
  expect(got.sort()).toEqual(
    positions.map(({ partition, offset }, index) => [partition, offset, String(index)]).sort(),
  );
  await consumer.stop();
  await topic.drop();
});
