import kafkajs from 'kafkajs';
import { type KafkaEnvironment, plainKafkajs } from './test-kafka.ts';

// Node finds only some of the names that this CommonJS module exports, and this is none of them.
const { PartitionAssigners } = kafkajs;

export interface ForeignGroup {
  /** What the group notes for each partition of a topic; partitions without a note are absent. */
  committed(topic: string): Promise<ReadonlyMap<number, number>>;
  /**
   * Joins the group as a program that shares partitions out in a way of its own, so that no other can join.
   *
   * @returns a function that leaves
   */
  occupy(topic: string): Promise<() => Promise<void>>;
}

/** A consumer group as others than its members see it. */
export function foreignGroup(groupId: string, environment?: KafkaEnvironment): ForeignGroup {
  const kafka = plainKafkajs(environment);
  return {
    async committed(topic) {
      const admin = kafka.admin();
      await admin.connect();
      const [offsets] = await admin.fetchOffsets({ groupId, topics: [topic] });
      await admin.disconnect();
      const known = (offsets?.partitions ?? []).filter(({ offset }) => Number(offset) >= 0);
      return new Map(known.map(({ partition, offset }) => [partition, Number(offset)]));
    },
    async occupy(topic) {
      const consumer = kafka.consumer({
        groupId,
        partitionAssigners: [(config) => ({ ...PartitionAssigners.roundRobin(config), name: 'Other' })],
      });
      await consumer.connect();
      await consumer.subscribe({ topics: [topic] });
      const joined = new Promise<void>((resolve) => {
        consumer.on(consumer.events.GROUP_JOIN, () => resolve());
      });
      await consumer.run({ eachMessage: async () => {} });
      await joined;
      return () => consumer.disconnect();
    },
  };
}
