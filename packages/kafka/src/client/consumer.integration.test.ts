import { createLogger } from '@taskfold/runtime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BatchContext, ConsumeOptions, KafkaClient, LogBatch, LogConsumer } from '../port.ts';
import { createTestTopic, type TestTopic } from '../testing/create-test-topic.ts';
import { plainKafkajs, testConnection } from '../testing/test-kafka.ts';
import { until } from '../testing/wait.ts';
import { createKafkaClient } from './create-kafka-client.ts';

const logger = createLogger({ service: 'test', level: 'silent' });
let client: KafkaClient;
let topic: TestTopic;

beforeEach(async () => {
  client = createKafkaClient({ ...testConnection(), logger });
  topic = await createTestTopic();
});
afterEach(async () => {
  await client.close();
  await topic.drop();
});

const record = (value: string, partition = 0) => ({
  key: null,
  value: Buffer.from(value),
  headers: {},
  partition,
});
const publish = (values: readonly string[], partition = 0) =>
  client.producer().send(
    topic.name,
    values.map((value) => record(value, partition)),
  );

/** Longer than any test waits, so that no member goes by itself. */
const LONG_SESSION_MS = 300_000;

/** A member that holds what it is given until it is let go, without a word to the group. */
async function holdingMember() {
  const held = Promise.withResolvers<void>();
  let batches = 0;
  const consumer = client.consumer({
    groupId: topic.name,
    sessionTimeoutMs: LONG_SESSION_MS,
    heartbeatIntervalMs: 50,
  });
  await consumer.run({
    topic: topic.name,
    async onBatch() {
      batches++;
      await held.promise;
    },
    onCrash: () => {},
  });
  return { stop: () => consumer.stop(), letGo: () => held.resolve(), holds: () => batches > 0 };
}

/** A member that notes the partitions that it is given. */
async function watchingMember() {
  let assigned: readonly number[] = [];
  const consumer = client.consumer({ groupId: topic.name, heartbeatIntervalMs: 50 });
  await consumer.run({
    topic: topic.name,
    onAssigned: async (partitions) => {
      assigned = partitions;
    },
    onBatch: async () => {},
    onCrash: () => {},
  });
  return { partitions: () => assigned.length };
}

/** A consumer of the topic that notes the values it was given, unless told otherwise. */
async function consume(options: Partial<ConsumeOptions> = {}, concurrency = 1) {
  const values: string[] = [];
  const crashes: Error[] = [];
  const consumer = client.consumer({ groupId: topic.name, concurrency, sessionTimeoutMs: 6000 });
  await consumer.run({
    topic: topic.name,
    onBatch: async (batch) => void values.push(...valuesOf(batch)),
    onCrash: (error) => void crashes.push(error),
    ...options,
  });
  return { consumer, values, crashes };
}
const valuesOf = (batch: LogBatch) => batch.records.map(({ value }) => String(value));

/** Writes with transactions, which leave control records in the log. */
async function transaction(values: readonly string[], end: 'commit' | 'abort') {
  const kafka = plainKafkajs();
  const producer = kafka.producer({ transactionalId: topic.name, maxInFlightRequests: 1, idempotent: true });
  await producer.connect();
  const open = await producer.transaction();
  await open.send({ topic: topic.name, messages: values.map((value) => ({ value, partition: 0 })) });
  await open[end]();
  await producer.disconnect();
}

test('every record comes once, in order, at the position that its producer was told', async () => {
  const keys = Array.from({ length: 50 }, (_, index) => `key-${index}`);
  const records = keys.map((key) => ({
    key: Buffer.from(key),
    value: Buffer.from(`value of ${key}`),
    headers: { a: 'text', b: Buffer.from([0, 255]) },
  }));
  const sent = await client.producer().send(topic.name, records);
  const got: LogBatch[] = [];
  await consume({ onBatch: async (batch) => void got.push(batch) }, 3);
  const all = () => got.flatMap((batch) => batch.records);
  await until(() => all().length === 50);
  for (const [index, { partition, offset }] of sent.entries()) {
    const found = all().find((other) => other.partition === partition && other.offset === offset);
    expect(found).toMatchObject({
      topic: topic.name,
      key: Buffer.from(keys[index] ?? ''),
      timestampMs: expect.any(Number),
    });
    expect(found?.headers).toEqual({ a: Buffer.from('text'), b: Buffer.from([0, 255]) });
  }
  for (const batch of got) {
    expect(batch.fetchOffset).toBe(batch.records[0]?.offset);
    expect(batch.nextOffset).toBe((batch.records.at(-1)?.offset ?? 0) + 1);
    expect(batch.highWatermark).toBe(batch.nextOffset);
  }
});

describe('assignment', () => {
  test('nothing is delivered before onAssigned is done, so that a seek in it holds', async () => {
    await publish(['a', 'b', 'c', 'd']);
    let assigned = false;
    const beforeAssigned: string[] = [];
    let consumer: LogConsumer | undefined;
    const values: string[] = [];
    consumer = client.consumer({ groupId: topic.name });
    await consumer.run({
      topic: topic.name,
      onAssigned: async (partitions) => {
        expect([...partitions].sort()).toEqual([0, 1, 2]);
        await new Promise((resolve) => setTimeout(resolve, 600));
        consumer?.seek(0, 2);
        assigned = true;
      },
      onBatch: async (batch) => {
        if (!assigned) beforeAssigned.push(...valuesOf(batch));
        values.push(...valuesOf(batch));
      },
      onCrash: () => {},
    });
    await until(() => values.length >= 2);
    expect(values).toEqual(['c', 'd']);
    expect(beforeAssigned).toEqual([]);
  });

  test('onAssigned that fails is tried again', async () => {
    await publish(['a']);
    let attempts = 0;
    const { values } = await consume({
      onAssigned: async () => {
        if (++attempts < 3) throw new Error('the database is away');
      },
    });
    await until(() => values.length === 1);
    expect(attempts).toBe(3);
  });

  test('a batch that still runs when a second member joins learns of it and moves no offset', async () => {
    await publish(['a0'], 0);
    await publish(['a1'], 1);
    await publish(['a2'], 2);
    let held: BatchContext | undefined;
    const owners: string[] = [];
    const onBatch = (name: string) => async (batch: LogBatch, context: BatchContext) => {
      if (held === undefined && name === 'first') {
        held = context;
        while (!context.isStale()) {
          await context.heartbeat();
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        return;
      }
      for (const value of valuesOf(batch)) owners.push(`${name}:${value}`);
    };
    await consume({ onBatch: onBatch('first') });
    await until(() => held !== undefined);
    await consume({ onBatch: onBatch('second') });
    const seen = () => new Set(owners.map((owner) => owner.split(':')[1])).size;
    await until(() => seen() === 3);
    expect(held?.isStale()).toBe(true);
    expect(owners.some((owner) => owner.startsWith('second:'))).toBe(true);
  });
});

describe('a handler that throws', () => {
  test('gets the batch again from its beginning, and kafkajs does not notice', async () => {
    await publish(['a', 'b']);
    const offsets: number[] = [];
    const errors: unknown[] = [];
    const { values, crashes } = await consume({
      onBatch: async (batch) => {
        offsets.push(batch.fetchOffset);
        if (offsets.length < 4) throw new Error('the database is away');
        values.push(...valuesOf(batch));
      },
      onError: (error, partition) => {
        errors.push([partition, error]);
        return 'retry';
      },
    });
    await until(() => values.length === 2);
    expect(offsets).toEqual([0, 0, 0, 0]);
    expect(errors).toHaveLength(3);
    expect(crashes).toEqual([]);
  });

  test('does not hold other partitions, and can halt its own until it is resumed', async () => {
    await publish(['poison'], 0);
    await publish(['fine'], 1);
    let broken = true;
    const values: string[] = [];
    const { consumer } = await consume({
      onBatch: async (batch) => {
        if (batch.partition === 0 && broken) throw new Error('privilege missing');
        values.push(...valuesOf(batch));
      },
      onError: () => 'halt',
    });
    await until(() => values.includes('fine'));
    await publish(['more'], 1);
    await until(() => values.includes('more'));
    expect(values).not.toContain('poison');
    broken = false;
    consumer.resume([0]);
    await until(() => values.includes('poison'));
  });
});

describe('positions', () => {
  test('seek repeats from there and drops what was fetched', async () => {
    await publish(['a', 'b', 'c']);
    let sought = false;
    const { consumer, values } = await consume({
      onBatch: async (batch, context) => {
        if (sought) {
          values.push(...valuesOf(batch));
          return;
        }
        sought = true;
        consumer.seek(0, 1);
        expect(context.isStale()).toBe(true);
      },
      onAssigned: async () => {},
    });
    await until(() => values.length === 2);
    expect(values).toEqual(['b', 'c']);
  });

  test('a paused partition is not fetched', async () => {
    const { consumer, values } = await consume();
    consumer.pause([0]);
    await publish(['a'], 0);
    await publish(['b'], 1);
    await until(() => values.includes('b'));
    expect(values).toEqual(['b']);
    consumer.resume([0]);
    await until(() => values.includes('a'));
  });

  test('a successor goes on from what was committed', async () => {
    await publish(['a', 'b', 'c']);
    const first = await consume();
    await until(() => first.values.length === 3);
    await first.consumer.commit(0, 2);
    await first.consumer.stop();
    const second = await consume();
    await until(() => second.values.length === 1);
    expect(second.values).toEqual(['c']);
  });

  test('control records are passed by, also where they are all there is', async () => {
    await publish(['a']);
    await transaction(['never'], 'abort');
    await transaction(['b'], 'commit');
    const batches: LogBatch[] = [];
    const { consumer } = await consume({ onBatch: async (batch) => void batches.push(batch) });
    const last = () => batches.at(-1)?.nextOffset;
    await until(() => last() === 5);
    expect(batches.flatMap(valuesOf)).toEqual(['a', 'b']);
    batches.length = 0;
    consumer.seek(0, 4);
    await until(() => batches.length > 0);
    expect(batches[0]).toMatchObject({ records: [], fetchOffset: 4, nextOffset: 5, highWatermark: 5 });
  });

  test('a reset by the client shows in fetchOffset', async () => {
    await publish(['a', 'b', 'c']);
    const batches: LogBatch[] = [];
    const { consumer } = await consume({ onBatch: async (batch) => void batches.push(batch) });
    await until(() => batches.length === 1);
    consumer.seek(0, 1000);
    await until(() => batches.length === 2);
    expect(batches[1]?.fetchOffset).toBe(0);
  });
});

describe('hand-over', () => {
  test('one that joins does not wait for the batches that others have in hand', async () => {
    for (const partition of [0, 1, 2]) await publish(['a'], partition);
    const first = await holdingMember();
    await until(first.holds);
    const second = await watchingMember();
    await until(() => second.partitions() > 0);
    first.letGo();
  });

  test('one that stops has left the group while the batch in hand still runs', async () => {
    const second = await watchingMember();
    for (const partition of [0, 1, 2]) await publish(['a'], partition);
    const first = await holdingMember();
    await until(() => second.partitions() < 3);
    for (const partition of [0, 1, 2]) await publish(['b'], partition);
    await until(first.holds);
    const stopping = first.stop();
    await until(() => second.partitions() === 3);
    first.letGo();
    await stopping;
  });
});

describe('stop', () => {
  test('lets the batch in hand end, tells it, and shares its promise', async () => {
    await publish(['a']);
    const events: string[] = [];
    const { consumer } = await consume({
      onBatch: async (_batch, context) => {
        events.push('begun');
        await new Promise<void>((resolve) => {
          context.signal.addEventListener('abort', () => resolve());
        });
        await new Promise((resolve) => setTimeout(resolve, 100));
        events.push('ended');
      },
    });
    await until(() => events.length === 1);
    const stopping = consumer.stop();
    expect(consumer.stop()).toBe(stopping);
    await stopping;
    expect(events).toEqual(['begun', 'ended']);
  });

  test('of a consumer that never ran, and calls after the stop, do no harm', async () => {
    const consumer = client.consumer({ groupId: topic.name });
    await consumer.stop();
    consumer.seek(0, 1);
    consumer.pause([0]);
    await consumer.commit(0, 1);
    const { consumer: other } = await consume();
    await other.stop();
    other.seek(0, 1);
    other.resume([0]);
    await other.commit(0, 1);
  });
});

test('what cannot be mended by trying again is a crash', async () => {
  const crashed = Promise.withResolvers<Error>();
  // The broker refuses so short a session.
  const consumer = client.consumer({ groupId: topic.name, sessionTimeoutMs: 400 });
  await consumer.run({ topic: topic.name, onBatch: async () => {}, onCrash: crashed.resolve });
  expect((await crashed.promise).message).toContain('KAFKA_SESSION_TIMEOUT_MS must lie between');
  await consumer.stop();
});

test('a topic that does not exist is an error at once', async () => {
  const options = { onBatch: async () => {}, onCrash: () => {} };
  await expect(
    client.consumer({ groupId: 'x' }).run({ topic: 'no-such-topic', ...options }),
  ).rejects.toThrow();
});
