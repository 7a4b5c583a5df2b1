import { compatibilityPartitioner, Producer, stringSerializers } from '@platformatic/kafka';
import { EXAMPLE_EVENTS } from '@taskfold/contract';
import { createLogger } from '@taskfold/runtime';
import { expect, test } from 'vitest';
import { createKafkaClient } from '../client/create-kafka-client.ts';
import type { LogRecord } from '../record.ts';
import { createTestTopic } from '../testing/create-test-topic.ts';
import { platformaticConnection } from '../testing/foreign-connections.ts';
import { testConnection } from '../testing/test-kafka.ts';
import { until } from '../testing/wait.ts';
import { decodeRecord } from './decode-record.ts';

const PARTITIONS = 6;

test('events of a client that is not kafkajs, in both modes, decode and lie where they belong', async () => {
  const topic = await createTestTopic({ partitions: PARTITIONS });
  const foreign = new Producer({
    clientId: 'foreign',
    ...platformaticConnection(),
    serializers: stringSerializers,
    // Its default keeps the sign bit that the Java client drops, and so puts half of the keys elsewhere.
    partitioner: compatibilityPartitioner,
  });
  const keys = Array.from({ length: 20 }, (_, index) => `task_${index}`);
  const data =
    '{ "capability":"c", "model":"m", "input":{ "seed": 18446744073709551615, "text":"\u00fc😀" } }';
  const attributes = { ...EXAMPLE_EVENTS['task.created'], data: undefined };
  await foreign.send({
    messages: keys.flatMap((key) => {
      const context = { ...attributes, subject: key };
      const structured = `${JSON.stringify({ unknown_extension: 7, ...context }).slice(0, -1)},"data":${data}}`;
      const binary = Object.entries({ ...context, datacontenttype: undefined }).filter(
        ([, value]) => value != null,
      );
      return [
        {
          topic: topic.name,
          key,
          value: structured,
          headers: { 'content-type': 'application/cloudevents+json; charset=UTF-8' },
        },
        {
          topic: topic.name,
          key,
          value: data,
          headers: {
            ...Object.fromEntries(binary.map(([name, value]) => [`ce_${name}`, String(value)])),
            'content-type': 'application/json',
          },
        },
      ];
    }),
  });
  await foreign.close();

  const client = createKafkaClient({
    ...testConnection(),
    logger: createLogger({ service: 'test', level: 'silent' }),
  });
  const records: LogRecord[] = [];
  await client.consumer({ groupId: topic.name }).run({
    topic: topic.name,
    onBatch: async (batch) => void records.push(...batch.records),
    onCrash: () => {},
  });
  await until(() => records.length === 2 * keys.length);
  await client.close();
  await topic.drop();

  const decoded = records.map((record) =>
    decodeRecord(record, { partitionCount: PARTITIONS, partitioner: 'murmur2' }),
  );
  for (const key of keys) {
    const events = decoded.filter((result) => result.kind === 'event' && result.event.taskId === key);
    expect(events).toHaveLength(2);
    expect(events[0]).toEqual(events[1]);
    expect(events[0]).toMatchObject({
      event: { type: 'task.created', data: { input: '{"seed":18446744073709551615,"text":"\u00fc😀"}' } },
    });
  }
});
