import { type LogPosition, type LogProducer, rekeyed } from '@taskfold/kafka';
import { createWake, failureKind, type Logger, poll } from '@taskfold/runtime';
import type { RekeyedPage, UnpublishedRekeyed } from './rekeyed-outbox.ts';

export interface RekeyPublisherOptions {
  readonly read: (page: Omit<RekeyedPage, 'topic'>) => Promise<readonly UnpublishedRekeyed[]>;
  readonly mark: (
    published: readonly { readonly from: UnpublishedRekeyed; readonly to: LogPosition }[],
  ) => Promise<void>;
  readonly giveUp: (record: UnpublishedRekeyed, message: string) => Promise<void>;
  /** With the partitioner that decoding has. */
  readonly producer: Pick<LogProducer, 'send'>;
  /** The events topic. */
  readonly topic: string;
  /** Those that this process folds: no other publishes their records. */
  readonly partitions: () => readonly number[];
  readonly logger: Pick<Logger, 'warn' | 'error'>;
  /** How often it looks when nothing wakes it, in milliseconds. */
  readonly pollMs?: number;
}

export interface RekeyPublisher {
  /** Publishes until the signal is aborted. Never rejects. */
  run(signal: AbortSignal): Promise<void>;
  /** Something was written. */
  wake(): void;
}

const AT_ONCE = 500;
/** What travels to a partition together must fit into one message of the topic, 2 MiB; one record may have 1 MiB. */
const MAX_BYTES = 512 * 1024;
const SEND_TIMEOUT_MS = 15_000;
const POLL_MS = 1000;
const RETRY = { baseMs: 200, maxMs: 5000 } as const;

/**
 * Publishes misplaced records again, from the rows that their chunks wrote: at least once, for one that was sent but not
 * noted is sent again, and folds as a duplicate. While the broker is away they wait in the database.
 */
export function createRekeyPublisher(options: RekeyPublisherOptions): RekeyPublisher {
  const { read, mark, giveUp, producer, topic, partitions, logger, pollMs = POLL_MS } = options;
  const wake = createWake();

  async function publish(records: readonly UnpublishedRekeyed[], signal: AbortSignal): Promise<void> {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(SEND_TIMEOUT_MS)]);
    const outgoing = records.map((record) => rekeyed(record, record.taskId));
    const positions = await producer.send(topic, outgoing, limit);
    const placed = positions.flatMap((to, index) => {
      const from = records[index];
      return from === undefined ? [] : [{ from, to }];
    });
    await mark(placed);
  }

  /** One that the broker refuses for good must not hold up the others. */
  async function publishEach(records: readonly UnpublishedRekeyed[], signal: AbortSignal): Promise<void> {
    for (const record of records) {
      try {
        await publish([record], signal);
      } catch (error) {
        if (!isRefused(error)) throw error;
        const { partition, offset } = record;
        logger.error({ partition, offset, err: error }, 'a misplaced record cannot be published again');
        await giveUp(
          record,
          `The record lies elsewhere than its key belongs, and the broker does not take it again (${answerOf(error)?.type}). Compare max.message.bytes of the topic with 2 MiB, and redrive it.`,
        );
      }
    }
  }

  /** @returns how many there were */
  async function publishSome(signal: AbortSignal): Promise<number> {
    const mine = partitions();
    if (mine.length === 0) return 0;
    const records = await read({ partitions: mine, limit: AT_ONCE, maxBytes: MAX_BYTES });
    if (records.length === 0) return 0;
    try {
      await publish(records, signal);
    } catch (error) {
      if (!isRefused(error)) throw error;
      await publishEach(records, signal);
    }
    return records.length;
  }

  return {
    wake: wake.now,
    async run(signal) {
      await poll(async () => (await publishSome(signal)) > 0, {
        ...RETRY,
        wake,
        pollMs,
        signal,
        onFailure: (error) => logger.warn({ err: error }, 'misplaced records cannot be published again yet'),
      });
    },
  };
}

/** What the broker answered, among what led to an error. */
function answerOf(error: unknown): (Error & { readonly type: unknown }) | undefined {
  if (!(error instanceof Error)) return undefined;
  return 'type' in error ? error : answerOf(error.cause);
}

/** Whether the broker will never take the record. */
function isRefused(error: unknown): boolean {
  return failureKind(answerOf(error)) === 'record';
}
