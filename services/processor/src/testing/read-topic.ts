import { randomUUID } from 'node:crypto';
import type { KafkaClient, LogRecord } from '@taskfold/kafka';
import { expect } from 'vitest';

/** Everything in a topic up to its present end, partition by partition. */
export async function readTopic(kafka: KafkaClient, topic: string): Promise<LogRecord[]> {
  const admin = kafka.admin();
  const ends = new Map((await admin.offsets(topic)).map(({ partition, high }) => [partition, high]));
  await admin.close();
  const records: LogRecord[] = [];
  const reached = new Map<number, number>();
  const done = () => [...ends].every(([partition, high]) => (reached.get(partition) ?? 0) >= high);
  if (!done()) {
    const consumer = kafka.consumer({ groupId: `read-${randomUUID()}` });
    await consumer.run({
      topic,
      onBatch: async (batch) => {
        records.push(...batch.records);
        reached.set(batch.partition, batch.nextOffset);
      },
      onCrash: (error) => {
        throw error;
      },
    });
    await expect.poll(done, { timeout: 30_000 }).toBe(true);
    await consumer.stop();
  }
  return records.sort((a, b) => a.partition - b.partition || a.offset - b.offset);
}
