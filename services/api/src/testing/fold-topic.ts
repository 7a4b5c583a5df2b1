import { randomUUID } from 'node:crypto';
import type { TestEventLog } from '@taskfold/database/testing';
import { decodeRecord, type KafkaClient } from '@taskfold/kafka';

export interface FoldTopicOptions {
  readonly kafka: KafkaClient;
  readonly topic: string;
  readonly append: TestEventLog['append'];
  /** Awaited before each record. */
  readonly gate: () => Promise<void>;
}

/** Folds what comes into a topic, record by record, until the client is closed. Stands in for the processor. */
export async function foldTopic({ kafka, topic, append, gate }: FoldTopicOptions): Promise<void> {
  const partitionCount = await kafka.admin().partitionCount(topic);
  const failed = Promise.withResolvers<void>();
  failed.promise.catch(() => {});
  await kafka.consumer({ groupId: `test-${randomUUID()}` }).run({
    topic,
    onCrash: failed.reject,
    async onBatch({ records, partition }, { isStale }) {
      for (const record of records) {
        await gate();
        if (isStale()) return;
        const decoded = decodeRecord(record, { partitionCount, partitioner: 'murmur2' });
        if (decoded.kind !== 'event') throw new Error(JSON.stringify(decoded));
        await append([decoded.event], partition);
      }
    },
  });
}
