import { randomUUID } from 'node:crypto';
import type { KafkaClient, LogRecord } from '@taskfold/kafka';

/**
 * Every record of a topic up to its present end, each once, those of a partition in their order.
 *
 * @param onProgress told after each batch how many records were read, of how many
 */
export async function readWholeLog(
  kafka: KafkaClient,
  topic: string,
  onRecord: (record: LogRecord) => void,
  onProgress: (read: number, of: number) => void,
): Promise<void> {
  const ends = await kafka.admin().offsets(topic);
  const total = ends.reduce((sum, { high }) => sum + high, 0);
  const missing = new Map(
    ends.filter(({ high }) => high > 0).map(({ partition, high }) => [partition, high]),
  );
  const reached = new Map<number, number>();
  const whole = Promise.withResolvers<void>();
  if (missing.size === 0) return;
  let read = 0;
  const consumer = kafka.consumer({ groupId: `soak-judge-${randomUUID()}` });
  await consumer.run({
    topic,
    onAssigned: async (partitions) => {
      for (const partition of partitions) consumer.seek(partition, reached.get(partition) ?? 0);
    },
    async onBatch({ partition, records, nextOffset }) {
      for (const record of records) {
        if (record.offset < (reached.get(partition) ?? 0) || record.offset >= (ends[partition]?.high ?? 0))
          continue;
        onRecord(record);
        read++;
      }
      reached.set(partition, Math.max(nextOffset, reached.get(partition) ?? 0));
      if (nextOffset >= (missing.get(partition) ?? 0)) missing.delete(partition);
      onProgress(read, total);
      if (missing.size === 0) whole.resolve();
    },
    onError: (error) => {
      whole.reject(error);
      return 'halt';
    },
    onCrash: (error) => whole.reject(error),
  });
  try {
    await whole.promise;
  } finally {
    await consumer.stop();
  }
}
