import { randomUUID } from 'node:crypto';
import type { TestEventLog } from '@taskfold/database/testing';
import { decodeRecord, type KafkaClient, parseEventSigningKeys } from '@taskfold/kafka';

export interface FoldTopicOptions {
  readonly kafka: KafkaClient;
  readonly topic: string;
  /** What events of the API itself are signed with. */
  readonly signingKeys: string;
  readonly append: TestEventLog['append'];
  /** Awaited before each record. */
  readonly gate: () => Promise<void>;
}

/** Folds what comes into a topic, record by record, until the client is closed. Stands in for the processor. */
export async function foldTopic({
  kafka,
  topic,
  signingKeys,
  append,
  gate,
}: FoldTopicOptions): Promise<void> {
  const partitionCount = await kafka.admin().partitionCount(topic);
  const signing = { signatures: parseEventSigningKeys(signingKeys), sinceMs: 0 };
  const failed = Promise.withResolvers<void>();
  failed.promise.catch(() => {});
  await kafka.consumer({ groupId: `test-${randomUUID()}` }).run({
    topic,
    onCrash: failed.reject,
    async onBatch({ records, partition }, { isStale }) {
      for (const record of records) {
        await gate();
        if (isStale()) return;
        const decoded = decodeRecord(record, { partitionCount, partitioner: 'murmur2', signing });
        if (decoded.kind !== 'event') throw new Error(JSON.stringify(decoded));
        await append([decoded.event], partition);
      }
    },
  });
}
