import type { Admin } from 'kafkajs';
import { type KafkaEnvironment, plainKafkajs } from './test-kafka.ts';

export interface TopicHarm {
  /** Deletes the records below an offset of each partition; -1 stands for all of it. */
  deleteRecordsBelow(offsets: ReadonlyMap<number, number>): Promise<void>;
  /** Deletes the topic and makes one of the same name with as many partitions, empty. */
  recreate(): Promise<void>;
  /** Lets the topic have so many partitions, which are more than before. */
  addPartitions(count: number): Promise<void>;
  /** Begins a transaction of a producer, and publishes in it. @returns what aborts it */
  openTransaction(
    records: readonly {
      readonly key: Buffer | null;
      readonly value: Buffer | null;
      readonly headers: object;
    }[],
  ): Promise<() => Promise<void>>;
  /** Publishes in a transaction of its own, which leaves a control record behind in each partition. */
  publishInTransaction(
    records: readonly {
      readonly key: Buffer | null;
      readonly value: Buffer | null;
      readonly headers: object;
    }[],
    end: 'commit' | 'abort',
  ): Promise<void>;
}

/** What an operator or a foreign producer can do to a topic, for tests of those who read it. */
export function harmTopic(topic: string, environment?: KafkaEnvironment): TopicHarm {
  const kafka = plainKafkajs(environment);

  async function withAdmin(use: (admin: Admin) => Promise<void>): Promise<void> {
    const admin = kafka.admin();
    await admin.connect();
    try {
      await use(admin);
    } finally {
      await admin.disconnect();
    }
  }

  return {
    deleteRecordsBelow: (offsets) =>
      withAdmin(async (admin) => {
        const partitions = [...offsets].map(([partition, offset]) => ({ partition, offset: String(offset) }));
        // kafkajs knows the leaders of a topic only once it was asked for something else of it.
        await admin.fetchTopicOffsets(topic);
        await admin.deleteTopicRecords({ topic, partitions });
      }),
    recreate: () =>
      withAdmin(async (admin) => {
        const numPartitions = (await admin.fetchTopicOffsets(topic)).length;
        await admin.deleteTopics({ topics: [topic] });
        // A broker finishes deleting after it has said so.
        for (let attempt = 0; ; attempt++) {
          try {
            await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions }] });
            return;
          } catch (error) {
            if (attempt === 20) throw error;
            await new Promise((resolve) => setTimeout(resolve, 200));
          }
        }
      }),
    addPartitions: (count) =>
      withAdmin(async (admin) => {
        await admin.createPartitions({ topicPartitions: [{ topic, count }] });
      }),
    async openTransaction(records) {
      const producer = kafka.producer({
        transactionalId: `${topic}-open`,
        maxInFlightRequests: 1,
        idempotent: true,
      });
      await producer.connect();
      const transaction = await producer.transaction();
      const messages = records.map(({ key, value, headers }) => ({ key, value, headers: { ...headers } }));
      await transaction.send({ topic, messages });
      return async () => {
        await transaction.abort();
        await producer.disconnect();
      };
    },
    async publishInTransaction(records, end) {
      const producer = kafka.producer({ transactionalId: topic, maxInFlightRequests: 1, idempotent: true });
      await producer.connect();
      const transaction = await producer.transaction();
      const messages = records.map(({ key, value, headers }) => ({ key, value, headers: { ...headers } }));
      await transaction.send({ topic, messages });
      await transaction[end]();
      await producer.disconnect();
    },
  };
}
