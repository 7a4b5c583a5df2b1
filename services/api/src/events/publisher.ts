import type { LogPosition, LogProducer, OutgoingRecord } from '@taskfold/kafka';
import { ApiError } from '../errors/api-error.ts';

/** Puts events into the log for many requests at once. */
export interface EventPublisher {
  /**
   * Resolves with the place of each record once the log has it for good. Records that come while others are on their way
   * travel together; more than one send takes go one after the other, in their order.
   *
   * @throws ApiError `service_unavailable` where the log does not take them in time; they may be there nevertheless
   */
  publish(records: readonly OutgoingRecord[]): Promise<readonly LogPosition[]>;
}

export interface EventPublisherOptions {
  readonly producer: Pick<LogProducer, 'send'>;
  readonly topic: string;
  readonly timeLimitMs: number;
}

/** Records of a request that travel together: all of them, or as many as one send takes. */
interface Waiting {
  readonly records: readonly OutgoingRecord[];
  /** Aborted when the time of the request is over or a part of it failed: then this one is not sent any more. */
  readonly deadline: AbortSignal;
  readonly resolve: (positions: readonly LogPosition[]) => void;
  /** Ends the whole request: what follows a record that may be missing must not be in the log without it. */
  readonly fail: (error: unknown) => void;
}

/** What travels to a partition together must fit into one message of the topic, 2 MiB. */
const MAX_BYTES = 1_500_000;
const RETRY_AFTER_SECONDS = '2';

export function createEventPublisher({
  producer,
  topic,
  timeLimitMs,
}: EventPublisherOptions): EventPublisher {
  const waiting: Waiting[] = [];
  let sending = false;

  /** As many as fit, at least one. */
  function nextBatch(): Waiting[] {
    let bytes = 0;
    const end = waiting.findIndex((entry, index) => {
      bytes += bytesOf(entry.records);
      return index > 0 && bytes > MAX_BYTES;
    });
    return waiting.splice(0, end === -1 ? waiting.length : end);
  }

  async function sendAll(): Promise<void> {
    sending = true;
    while (waiting.length > 0) {
      const batch = nextBatch().filter(({ deadline }) => !deadline.aborted);
      const records = batch.flatMap((entry) => entry.records);
      if (records.length === 0) continue;
      try {
        const positions = await producer.send(topic, records, AbortSignal.timeout(timeLimitMs));
        let at = 0;
        for (const entry of batch) {
          entry.resolve(positions.slice(at, at + entry.records.length));
          at += entry.records.length;
        }
      } catch (error) {
        for (const entry of batch) entry.fail(error);
      }
    }
    sending = false;
  }

  return {
    async publish(records) {
      if (records.length === 0) return [];
      const failed = new AbortController();
      const deadline = AbortSignal.any([AbortSignal.timeout(timeLimitMs), failed.signal]);
      const parts = partsOf(records).map((part) => {
        const { promise, resolve, reject } = Promise.withResolvers<readonly LogPosition[]>();
        deadline.addEventListener('abort', () => reject(unavailable(deadline.reason)), { once: true });
        waiting.push({ records: part, deadline, resolve, fail: (error) => failed.abort(error) });
        return promise;
      });
      if (!sending) void sendAll();
      return (await Promise.all(parts)).flat();
    },
  };
}

/** Records in their order, cut into parts that fit into one send each; a record alone always does. */
function partsOf(records: readonly OutgoingRecord[]): readonly (readonly OutgoingRecord[])[] {
  const parts: OutgoingRecord[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const record of records) {
    const own = bytesOf([record]);
    if (bytes + own > MAX_BYTES) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(record);
    bytes += own;
  }
  return parts;
}

function bytesOf(records: readonly OutgoingRecord[]): number {
  return records.reduce((sum, { value }) => sum + (value?.length ?? 0) + 200, 0);
}

function unavailable(cause: unknown): ApiError {
  return new ApiError('service_unavailable', {
    message: 'The log of events cannot be reached at the moment.',
    headers: ['Retry-After', RETRY_AFTER_SECONDS],
    cause,
  });
}
