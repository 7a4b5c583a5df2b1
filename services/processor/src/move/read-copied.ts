import { randomUUID } from 'node:crypto';
import type { KafkaClient, LogRecord } from '@taskfold/kafka';
import type { Offsets } from '../replay/replayer.ts';

/** On each copied record: the partition and the offset that it had. */
export const MOVED_FROM = 'taskfold-moved-from';

/** By partition of the copy, and of the topic that is copied: the last offset that is there. */
export type LastCopied = ReadonlyMap<number, ReadonlyMap<number, number>>;

export interface CopyToRead {
  readonly kafka: KafkaClient;
  readonly target: string;
  /** Where to begin; partitions that are missing begin at 0. */
  readonly from: Offsets;
  readonly signal: AbortSignal;
}

/**
 * What a run that ended in the middle has copied without having noted it. Records of one partition lie in each partition of the
 * copy in their order, so that the last of them tells.
 */
export async function readCopied({ kafka, target, from, signal }: CopyToRead): Promise<LastCopied> {
  const ends = await kafka.admin().stableOffsets(target);
  const found = new Map<number, Map<number, number>>();
  const reached = new Map([...ends.keys()].map((partition) => [partition, from.get(partition) ?? 0]));
  const isDone = () => [...ends].every(([partition, end]) => (reached.get(partition) ?? 0) >= end);
  if (isDone()) return found;
  const whole = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => whole.reject(signal.reason), { once: true });
  const consumer = kafka.consumer({ groupId: `${target}-${randomUUID()}` });
  try {
    await consumer.run({
      topic: target,
      onAssigned: async (partitions) => {
        for (const partition of partitions) consumer.seek(partition, reached.get(partition) ?? 0);
      },
      async onBatch({ partition, records, nextOffset }) {
        const last = found.get(partition) ?? new Map<number, number>();
        found.set(partition, last);
        for (const record of records) noteOrigin(last, record);
        reached.set(partition, nextOffset);
        if (isDone()) whole.resolve();
      },
      onCrash: (error) => whole.reject(error),
    });
    await whole.promise;
  } finally {
    await consumer.stop();
  }
  return found;
}

function noteOrigin(last: Map<number, number>, { headers }: LogRecord): void {
  const [partition, offset] = String(headers[MOVED_FROM] ?? '')
    .split(':')
    .map(Number);
  if (partition === undefined || offset === undefined) return;
  last.set(partition, Math.max(offset, last.get(partition) ?? -1));
}
