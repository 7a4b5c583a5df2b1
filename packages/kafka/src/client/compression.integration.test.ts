import { Consumer, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka';
import { createLogger } from '@taskfold/runtime';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { COMPRESSIONS } from '../compression/compression.ts';
import type { KafkaClient, LogBatch } from '../port.ts';
import { createTestTopic, type TestTopic } from '../testing/create-test-topic.ts';
import { platformaticConnection } from '../testing/foreign-connections.ts';
import { testConnection } from '../testing/test-kafka.ts';
import { until } from '../testing/wait.ts';
import { createKafkaClient } from './create-kafka-client.ts';

const logger = createLogger({ service: 'test', level: 'silent' });
const TEXT = 'what compresses well '.repeat(100);
let clients: KafkaClient[];
let topic: TestTopic;

beforeEach(async () => {
  clients = [];
  topic = await createTestTopic({ partitions: 2 });
});
afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await topic.drop();
});

function createClient(compression: (typeof COMPRESSIONS)[number]): KafkaClient {
  const client = createKafkaClient({ ...testConnection(), logger, compression });
  clients.push(client);
  return client;
}

async function consume(onBatch: (batch: LogBatch) => void): Promise<void> {
  const consumer = createClient('none').consumer({ groupId: topic.name });
  await consumer.run({
    topic: topic.name,
    onBatch: async (batch) => onBatch(batch),
    onCrash: (error) => expect.unreachable(String(error)),
  });
}

test('what is compressed in any way is read, whoever does it, headers without a value among it', async () => {
  const seen: string[] = [];
  await consume(({ records, undecodable }) => {
    expect(undecodable).toBeNull();
    for (const { key, value, headers } of records) {
      expect(value).toEqual(Buffer.from(TEXT));
      expect(headers.none ?? null).toBeNull();
      seen.push(`${key}/${headers.by}`);
    }
  });
  const ours = [];
  for (const compression of COMPRESSIONS) {
    const record = {
      key: Buffer.from(compression),
      value: Buffer.from(TEXT),
      headers: { by: 'us', none: null },
      partition: 0,
    };
    await createClient(compression).producer().send(topic.name, [record, record]);
    ours.push(`${compression}/us`, `${compression}/us`);
  }
  const foreign = new Producer({
    clientId: 'foreign',
    ...platformaticConnection(),
    serializers: stringSerializers,
  });
  for (const compression of COMPRESSIONS) {
    const message = {
      topic: topic.name,
      key: compression,
      value: TEXT,
      headers: { by: 'them' },
      partition: 1,
    };
    await foreign.send({ messages: [message, message], compression });
  }
  await foreign.close();
  await until(() => seen.length === 4 * COMPRESSIONS.length);
  expect(seen.filter((name) => name.endsWith('us'))).toEqual(ours);

  const reader = new Consumer({
    clientId: 'foreign',
    groupId: `${topic.name}-foreign`,
    ...platformaticConnection(),
    deserializers: stringDeserializers,
  });
  const stream = await reader.consume({ topics: [topic.name], mode: 'earliest' });
  const read: string[] = [];
  for await (const { key, value, partition } of stream) {
    expect(value).toBe(TEXT);
    if (partition === 0) read.push(`${key}/us`);
    if (read.length === ours.length) break;
  }
  await reader.close(true);
  expect(read).toEqual(ours);
});

test('a batch that cannot be decoded is told with its offset, behind what comes before it, and holds nobody else', async () => {
  const batches: LogBatch[] = [];
  const publish = (value: Buffer, partition: number) =>
    createClient('zstd')
      .producer()
      .send(topic.name, [{ key: null, value, headers: {}, partition }]);
  await publish(Buffer.from('before'), 0);
  // The broker takes what is small enough as it comes.
  await publish(Buffer.alloc(130 * 1024 * 1024), 0);
  await consume((batch) => batches.push(batch));
  const of = (partition: number) => batches.filter((batch) => batch.partition === partition);
  // Behind the one that brings what comes before, again and again, with pauses that grow.
  await until(() => of(0).length >= 3);
  await publish(Buffer.from('beside'), 1);
  await until(() => of(1).length === 1);

  const undecodable = {
    offset: 1,
    reason: expect.stringContaining('(zstd), cannot be read: it holds more than'),
  };
  expect(of(0)[0]).toMatchObject({ records: [{ offset: 0 }], fetchOffset: 0, nextOffset: 1, undecodable });
  expect(of(0)[1]).toMatchObject({ records: [], fetchOffset: 1, nextOffset: 1, undecodable });
  expect(of(1)[0]).toMatchObject({ records: [{ value: Buffer.from('beside') }], undecodable: null });
  expect(of(0).length).toBeLessThan(20);
});
