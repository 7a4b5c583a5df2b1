import { ConnectionFault, createCheckpoints, type Pool, type ProjectionOf } from '@taskfold/database';
import type { KafkaClient, Partitioner } from '@taskfold/kafka';
import { failureOf, type Logger, messageOf, retry } from '@taskfold/runtime';

export interface PrepareOptions extends ProjectionOf {
  readonly pool: Pool;
  readonly kafka: KafkaClient;
  /** The setting PARTITIONER. */
  readonly partitioner: Partitioner;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** Why the ways to the database do not do, in a sentence; null where they do. */
  readonly pathFault: () => Promise<string | null>;
  /** Told what is waited for, or why there is no start; null when all is there. */
  readonly onWaiting: (part: 'database' | 'kafka', reason: string | null) => void;
}

const RETRY = { baseMs: 200, maxMs: 3000 } as const;
const NO_TABLE = '42P01';

export interface Prepared {
  /** How many partitions the topic had when it was first folded. */
  readonly partitionCount: number;
  /** How many it has. Where that is another number nothing may be folded. */
  readonly partitionsNow: number;
}

/**
 * Waits until the broker has the topic and the database has the tables, and makes the checkpoints that are missing.
 *
 * @throws Error where the database refuses the processor, the partitioner is another than at the first start, or the signal is
 *   aborted
 */
export async function prepare(options: PrepareOptions): Promise<Prepared> {
  const { pool, kafka, topic, projection, partitioner, pathFault } = options;
  const admin = kafka.admin();
  try {
    // At the same time: what is wrong with one is said although the other is away.
    const [partitionCount] = await Promise.all([
      untilItSucceeds(
        'kafka',
        () => admin.partitionCount(topic),
        options,
        () => true,
      ),
      untilItSucceeds('database', () => mustBeSound(pathFault), options, mayPass),
    ]);
    const created = await untilItSucceeds(
      'database',
      () => createCheckpoints(pool, { projection, topic, partitionCount, partitioner }),
      options,
      mayPass,
    );
    if (created.kind === 'other_partitioner') {
      throw new Error(
        `${topic} was folded with PARTITIONER=${created.storedPartitioner}, and it is ${partitioner} now: with it, tasks would go on in other partitions than they lie in. Nothing was folded. Set PARTITIONER as it was; records of producers that partition otherwise are published again (MISPLACED=rekey).`,
      );
    }
    if (created.kind === 'moved') {
      throw new Error(
        `The projection ${projection} goes on in the topic ${created.to}, to which ${topic} was moved. Nothing was folded. Set TOPIC_EVENTS=${created.to}, for producers and the API, too.`,
      );
    }
    return {
      partitionCount: created.kind === 'ready' ? partitionCount : created.storedCount,
      partitionsNow: partitionCount,
    };
  } finally {
    await admin.close().catch(() => {});
  }
}

async function untilItSucceeds<Result>(
  part: 'database' | 'kafka',
  attemptOnce: () => Promise<Result>,
  { logger, signal, onWaiting }: PrepareOptions,
  mayPass: (error: unknown) => boolean,
): Promise<Result> {
  const result = await retry(attemptOnce, {
    ...RETRY,
    signal,
    onFailure(error, failures) {
      const reason = codeOf(error) === NO_TABLE ? 'the database is not migrated yet' : messageOf(error);
      onWaiting(part, reason);
      if (!mayPass(error)) throw error;
      // Not every attempt: who waits for a long time is not told more by more lines.
      if (failures % 10 === 0) logger.warn({ part, reason }, 'waiting before the start');
    },
  });
  onWaiting(part, null);
  return result;
}

async function mustBeSound(pathFault: PrepareOptions['pathFault']): Promise<void> {
  const fault = await pathFault();
  if (fault !== null) throw new Error(fault);
}

function mayPass(error: unknown): boolean {
  if (error instanceof ConnectionFault) return error.passes;
  return failureOf(error).partition === 'transient' || codeOf(error) === NO_TABLE;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
