import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { createTestTopic, plainKafkajs, testKafka } from '@taskfold/kafka/testing';
import { makeCertificates } from '@taskfold/local-servers/testing';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { foundBy } from '../testing/found-by.ts';

let env: Record<string, string>;
beforeAll(() => {
  env = { ...testKafka() };
});

test.each([
  [
    'message.timestamp.type',
    'CreateTime',
    /^fail: .*message.timestamp.type = CreateTime, and LogAppendTime was asked for/,
  ],
  [
    'retention.ms',
    '3600000',
    /^fail: .*retention.ms = 3600000, and -1 was asked for: what is deleted cannot be folded again/,
  ],
  ['retention.ms', String(30 * 24 * 3_600_000), /^warn: .*retention.ms/],
  ['cleanup.policy', 'compact', /^fail: .*cleanup.policy = compact, and delete was asked for/],
  [
    'max.message.bytes',
    '1000',
    /^fail: .*max.message.bytes = 1000, and 2097152 was asked for: larger records/,
  ],
  ['min.insync.replicas', '2', /^fail: .*Fewer than 2 brokers have/m],
])('an events topic with %s = %s', async (setting, value, found) => {
  const right = {
    'retention.ms': '-1',
    'message.timestamp.type': 'LogAppendTime',
    'max.message.bytes': String(2 ** 21),
  };
  const topic = await createTestTopic({ config: { ...right, [setting]: value } });
  onTestFinished(() => topic.drop());
  expect(await foundBy('kafka.topic.events', { ...env, TOPIC_EVENTS: topic.name })).toMatch(found);
});

test('an updates topic that is not compacted, and one that takes too little', async () => {
  const topic = await createTestTopic({ config: { 'max.message.bytes': '1000' } });
  onTestFinished(() => topic.drop());
  const found = await foundBy('kafka.topic.updates', { ...env, TOPIC_UPDATES: topic.name });
  expect(found).toMatch(/fail: .*cleanup.policy = delete, and compact was asked for/);
  expect(found).toMatch(/fail: .*max.message.bytes = 1000, and 8388608 was asked for/);
});

test('a topic that is not there, and replicas and partitions that are not as asked for', async () => {
  expect(await foundBy('kafka.topic.dead', { ...env, TOPIC_DEAD: 'nowhere' })).toMatch(
    /^fail: There is no topic nowhere/,
  );
  const topic = await createTestTopic();
  onTestFinished(() => topic.drop());
  const asked = {
    ...env,
    TOPIC_EVENTS: topic.name,
    TOPIC_PARTITIONS: '6',
    TOPIC_REPLICATION_FACTOR: '3',
    TOPIC_MIN_INSYNC_REPLICAS: '2',
  };
  const found = await foundBy('kafka.topic.events', asked);
  for (const setting of [
    'partitions = 3, and 6',
    'replication.factor = 1, and 3',
    'min.insync.replicas = 1, and 2',
  ]) {
    expect(found).toContain(setting);
  }
});

test('records from the future, where the clock of a broker is ahead', async () => {
  const topic = await createTestTopic({ partitions: 1 });
  const producer = plainKafkajs().producer();
  onTestFinished(async () => {
    await producer.disconnect();
    await topic.drop();
  });
  await producer.connect();
  const timestamp = String(Date.now() + 600_000);
  await producer.send({ topic: topic.name, messages: [{ value: 'from the future', timestamp }] });
  expect(await foundBy('kafka.clock', { ...env, TOPIC_EVENTS: topic.name })).toMatch(
    /^fail: The clock of the brokers.* ahead of/,
  );
});

test('a client without TLS at a port with it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'taskfold-doctor-'));
  const { servers } = await makeCertificates(folder, 'someone');
  const server = createServer({
    cert: readFileSync(servers.right.certFile),
    key: readFileSync(servers.right.keyFile),
  });
  server.on('tlsClientError', () => {});
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });
  const { port } = server.address() as AddressInfo;
  const found = await foundBy('kafka.connection', { KAFKA_BROKERS: `127.0.0.1:${port}` });
  expect(found).toMatch(/speaks TLS, and KAFKA_TLS is not set: set it to true/);
});
