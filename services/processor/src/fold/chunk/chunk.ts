import { type Instant, instantFromMilliseconds, isInstantMilliseconds } from '@taskfold/contract';
import type { LogRecord } from '@taskfold/kafka';

/** A run of one partition's records that is folded in one transaction. */
export interface Chunk {
  readonly partition: number;
  /** The log was read from this offset on without a hole, though it may hold no record at it. */
  readonly from: number;
  readonly records: readonly LogRecord[];
  /** Where reading goes on: after a batch's last chunk the batch's own, which counts control records. */
  readonly nextOffset: number;
}

export interface ChunkLimits {
  readonly maxRecords: number;
  /** Of keys and values together. A single record may be larger. */
  readonly maxBytes: number;
}

/**
 * Cuts a fetched batch into chunks. Nothing waits for a chunk to fill: what was fetched together is folded together, so
 * the fetch's own maximum wait is the only delay.
 *
 * The fewest chunks that the number of records allows, each of about as many: the more events of a task a chunk holds, the
 * less is written for each, and a small last chunk would leave little to decode while the one before it is written.
 */
export function* splitBatch(batch: Chunk, limits: ChunkLimits): Generator<Chunk> {
  const { partition, records } = batch;
  const share = Math.ceil(records.length / Math.ceil(records.length / limits.maxRecords));
  let from = batch.from;
  let start = 0;
  let bytes = 0;
  for (const [index, record] of records.entries()) {
    const size = (record.key?.length ?? 0) + (record.value?.length ?? 0);
    const full = index - start >= share || bytes + size > limits.maxBytes;
    if (full && index > start) {
      const nextOffset = (records[index - 1]?.offset ?? from) + 1;
      yield { partition, from, records: records.slice(start, index), nextOffset };
      from = nextOffset;
      start = index;
      bytes = 0;
    }
    bytes += size;
  }
  yield { partition, from, records: records.slice(start), nextOffset: batch.nextOffset };
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * When the records were taken by the broker, as far as days matter: once for those of one day that follow each other. What
 * is no time is left out.
 */
export function recordDays(records: readonly LogRecord[]): Instant[] {
  const days: Instant[] = [];
  let last = Number.NaN;
  for (const { timestampMs } of records) {
    const day = Math.floor(timestampMs / DAY_MS);
    if (day !== last && isInstantMilliseconds(timestampMs)) days.push(instantFromMilliseconds(timestampMs));
    last = day;
  }
  return days;
}
