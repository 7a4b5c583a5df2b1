import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalKafka, startKafka } from '@taskfold/local-servers';
import { createLogger } from '@taskfold/runtime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTopic } from '../testing/create-test-topic.ts';
import { until } from '../testing/wait.ts';
import { createKafkaClient } from './create-kafka-client.ts';

// A broker of its own: this one is killed.
let dataDir: string;
let kafka: LocalKafka;
const start = () => startKafka({ dataDir, durable: false, temporary: true });

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'taskfold-broker-'));
  kafka = await start();
});
afterAll(async () => {
  await kafka.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test('consumer and producer go on by themselves after a broker that was away for longer than their retries', async () => {
  let restarts = 0;
  const destination = {
    write: (line: string) => {
      if (line.includes('the consumer begins anew')) restarts++;
    },
  };
  const logger = createLogger({ service: 'test', level: 'warn', destination });
  const client = createKafkaClient({ brokers: [kafka.brokers], clientId: 'test', logger });
  const topic = await createTestTopic({ kafka: { KAFKA_BROKERS: kafka.brokers } });
  const producer = client.producer();
  const publish = (value: string) =>
    producer.send(topic.name, [{ key: null, partition: 0, value: Buffer.from(value), headers: {} }]);
  const values: string[] = [];
  const crashes: Error[] = [];
  const consumer = client.consumer({ groupId: 'test', sessionTimeoutMs: 3000 });
  await consumer.run({
    topic: topic.name,
    onBatch: async ({ records }) => void values.push(...records.map(({ value }) => String(value))),
    onCrash: (error) => void crashes.push(error),
  });
  await publish('before');
  await until(() => values.includes('before'));

  await kafka.kill();
  await expect(publish('never')).rejects.toThrow();
  await until(() => restarts >= 2);

  kafka = await start();
  await publish('after');
  await until(() => values.includes('after'), 40_000);
  expect(crashes).toEqual([]);
  await topic.drop();
  await client.close();
}, 120_000);
