import { createKafkaClient } from '@taskfold/kafka';
import { createTestTopic, harmTopic, testConnection } from '@taskfold/kafka/testing';
import { createLogger } from '@taskfold/runtime';
import { describeConsumer, PARTITIONS } from './consumer-behaviour.ts';

const logger = createLogger({ service: 'test', level: 'silent' });

describeConsumer(
  'the consumer of Kafka',
  async () => {
    const topic = await createTestTopic({ partitions: PARTITIONS });
    const kafka = createKafkaClient({ ...testConnection(), logger });
    return {
      open() {
        const consumer = kafka.consumer({
          groupId: topic.name,
          concurrency: PARTITIONS,
          heartbeatIntervalMs: 50,
        });
        return { ...consumer, run: (options) => consumer.run({ ...options, topic: topic.name }) };
      },
      async publish(partition, values) {
        const records = values.map((value) => ({
          key: null,
          value: Buffer.from(value),
          headers: {},
          partition,
        }));
        await kafka.producer().send(topic.name, records);
      },
      deleteBelow: (partition, offset) =>
        harmTopic(topic.name).deleteRecordsBelow(new Map([[partition, offset]])),
      async close() {
        await kafka.close();
        await topic.drop();
      },
    };
  },
  1,
);
