import type { Queryable } from '@taskfold/database';
import {
  type KafkaClient,
  type LogBatch,
  type LogPosition,
  type LogRecord,
  type OutgoingRecord,
  type Partitioner,
  partitionOf,
} from '@taskfold/kafka';
import { progressOf, type ReplayProgress, telling } from '../replay/progress.ts';
import { Refusal } from '../replay/refusal.ts';
import { skippedOffsets } from '../replay/skipped-offsets.ts';
import { readCopyNotes, saveCopyNotes } from './copy-notes.ts';
import { type LastCopied, MOVED_FROM, readCopied } from './read-copied.ts';

export interface CopyOptions {
  readonly kafka: KafkaClient;
  /** Of the owner of the tables. */
  readonly pool: Queryable;
  readonly topic: string;
  readonly target: string;
  readonly targetCount: number;
  readonly partitioner: Partitioner;
  readonly groupId: string;
  readonly concurrency: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ReplayProgress) => void;
}

/**
 * Copies a topic up to its present end into one with other partitions, or goes on with that: each record once, those of a key in
 * their order, with their times. Records that are dead letters, or were published again at their right place, stay behind: what
 * is copied folds to the same tasks.
 *
 * @throws Refusal where the log cannot be read, and what the broker says; then the next run goes on
 */
export async function copyLog(options: CopyOptions): Promise<void> {
  const { kafka, pool, topic, target, signal } = options;
  const notes = await readCopyNotes(pool, options);
  const ends = await kafka.admin().stableOffsets(topic);
  const last = await readCopied({ kafka, target, from: notes.target, signal });
  const started = new Map([...ends.keys()].map((partition) => [partition, notes.topic.get(partition) ?? 0]));
  const reached = new Map(started);
  const targetEnds = new Map(await kafka.admin().stableOffsets(target));
  const isDone = () => [...ends].every(([partition, end]) => (reached.get(partition) ?? 0) >= end);
  if (isDone()) return;
  const producer = kafka.producer();
  const consumer = kafka.consumer({ groupId: options.groupId, concurrency: options.concurrency });
  const whole = Promise.withResolvers<void>();
  whole.promise.catch(() => {});
  signal.addEventListener('abort', () => whole.reject(signal.reason), { once: true });
  const begun = performance.now();
  const tell = () => options.onProgress(progressOf(started, reached, ends, performance.now() - begun));
  // One after the other: what is noted of the copy must hold for all partitions together.
  let queue: Promise<void> = Promise.resolve();
  const copy = async (batch: LogBatch) => {
    const positions = await producer.send(target, await toCopy(batch, options, last), signal);
    for (const { partition, offset } of positions) {
      targetEnds.set(partition, Math.max(offset + 1, targetEnds.get(partition) ?? 0));
    }
    reached.set(batch.partition, batch.nextOffset);
    const passed = new Map([[batch.partition, batch.nextOffset]]);
    await saveCopyNotes(pool, options, { topic: passed, target: endsOf(positions, targetEnds) });
  };
  const run = async () => {
    await consumer.run({
      topic,
      onAssigned: async (partitions) => {
        for (const partition of partitions) consumer.seek(partition, reached.get(partition) ?? 0);
      },
      async onBatch(batch, { isStale }) {
        if (isStale() || batch.nextOffset <= (reached.get(batch.partition) ?? 0)) return;
        const turn = queue.then(() => copy(batch));
        queue = turn.catch(() => {});
        await turn;
        if (isDone()) whole.resolve();
      },
      // What was sent may have arrived: only reading the copy again tells, as the next run does.
      onError(error) {
        whole.reject(error);
        return 'halt';
      },
      onCrash: (error) => whole.reject(error),
    });
    await whole.promise;
  };
  try {
    await telling(tell, run);
  } finally {
    await consumer.stop();
    await producer.close();
  }
}

function endsOf(positions: readonly LogPosition[], ends: ReadonlyMap<number, number>) {
  return new Map(positions.map(({ partition }) => [partition, ends.get(partition) ?? 0]));
}

async function toCopy(
  { partition, records, undecodable }: LogBatch,
  { pool, topic, targetCount, partitioner }: CopyOptions,
  copied: LastCopied,
): Promise<OutgoingRecord[]> {
  if (undecodable !== null && records.length === 0) {
    throw new Refusal(
      `Partition ${partition} of ${topic} cannot be read from offset ${undecodable.offset} on: ${undecodable.reason} Nothing behind it was copied.`,
    );
  }
  const [first, last] = [records[0]?.offset, records.at(-1)?.offset];
  if (first === undefined || last === undefined) return [];
  const skipped = await skippedOffsets(pool, { topic, partition, first, last });
  return records.flatMap((record) => {
    if (skipped.has(record.offset) || record.key === null) return [];
    const to = partitionOf(record.key, targetCount, partitioner);
    const isThere = record.offset <= (copied.get(to)?.get(partition) ?? -1);
    return isThere ? [] : [outgoing(record, to)];
  });
}

function outgoing(
  { partition, offset, key, value, headers, timestampMs }: LogRecord,
  to: number,
): OutgoingRecord {
  const kept = Object.entries(headers).filter(
    (entry): entry is [string, Buffer | null] => entry[1] !== undefined,
  );
  return {
    key,
    value,
    headers: { ...Object.fromEntries(kept), [MOVED_FROM]: `${partition}:${offset}` },
    partition: to,
    timestampMs,
  };
}
