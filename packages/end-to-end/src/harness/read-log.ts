import { randomUUID } from 'node:crypto';
import { instantFromMilliseconds } from '@taskfold/contract';
import type { LoggedEvent } from '@taskfold/fold/testing';
import { createKafkaClient, decodeRecord } from '@taskfold/kafka';
import { testConnection } from '@taskfold/kafka/testing';
import { createLogger } from '@taskfold/runtime';
import type { System } from './system.ts';

export interface PlacedEvent extends LoggedEvent {
  readonly partition: number;
  readonly offset: number;
}

/** Every event of the log, partition by partition in its order. @throws where a record is no event */
export async function readLog({ kafka, topic, partitions }: System): Promise<PlacedEvent[]> {
  const logger = createLogger({ service: 'end-to-end', level: 'silent' });
  const client = createKafkaClient({ ...testConnection(kafka), logger });
  const events: PlacedEvent[] = [];
  try {
    const ends = await client.admin().offsets(topic);
    const missing = new Set(ends.filter(({ high }) => high > 0).map(({ partition }) => partition));
    const whole = Promise.withResolvers<void>();
    await client.consumer({ groupId: randomUUID() }).run({
      topic,
      async onBatch({ partition, records, nextOffset }) {
        for (const record of records) {
          const decoded = decodeRecord(record, { partitionCount: partitions, partitioner: 'murmur2' });
          if (decoded.kind === 'rejected') return whole.reject(new Error(decoded.message));
          const recordTime = instantFromMilliseconds(record.timestampMs);
          events.push({ event: decoded.event, recordTime, partition, offset: record.offset });
        }
        if (nextOffset >= (ends[partition]?.high ?? 0)) missing.delete(partition);
        if (missing.size === 0) whole.resolve();
      },
      onCrash: (error) => whole.reject(error),
    });
    await whole.promise;
  } finally {
    await client.close();
  }
  return events.sort((a, b) => a.partition - b.partition || a.offset - b.offset);
}
