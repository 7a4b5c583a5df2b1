import type { LockedCheckpoint } from '@taskfold/database';
import type { LogBatch, PartitionOffsets } from '@taskfold/kafka';
import { noCheckpointHalt } from '../failures/halt.ts';
import { checkLastRecord, type LastRecord } from './check-last-record.ts';
import { checkLog, holeHalt } from './check-log.ts';

type FoundCheckpoint = Extract<LockedCheckpoint, { readonly kind: 'found' }>;

export interface NextRecordOptions {
  readonly partition: number;
  readonly readCheckpoint: () => Promise<LockedCheckpoint>;
  /** Of the partition's log, asked anew. */
  readonly logOffsets: () => Promise<Pick<PartitionOffsets, 'low' | 'high'>>;
  readonly seek: (offset: number) => void;
  /** Told when it is another record than before. What comes again, or is looked for again, is none. */
  readonly onMove: () => void;
}

/** Which record of a partition is folded next, and whether the log that is read is still the one that was folded. */
export interface NextRecord {
  offset(): number;
  /** Where the next fetch must begin: at the record that was folded last, while it is to be verified. */
  wanted(): number;
  standAt(offset: number): void;
  /** Seeks to where the next fetch must begin. */
  seek(): void;
  /** @throws Halt where there is no row */
  readRow(): Promise<FoundCheckpoint>;
  /**
   * Goes on from the row, and wants the record that was folded last to be verified.
   *
   * @throws Halt where the log does not hold what comes next
   */
  beginAt(row: FoundCheckpoint, log: Pick<PartitionOffsets, 'low' | 'high'>): Promise<void>;
  /**
   * Whether a batch is the one to be folded now. If not, the client was sought to where it goes on.
   *
   * @throws Halt where the log shows that it is another one, or has lost what comes next
   */
  accepts(batch: LogBatch, isStale: () => boolean): Promise<boolean>;
}

/** A client that moves by itself is set right so often; then the hole is in the log. */
const MAX_SEEKS_BACK = 5;

/**
 * One partition's way through the log:
 *
 *   assigned --the last record folded is the log's--> folding
 *   folding --fetched above what comes next--> sought back --again and again--> Halt (events are lost)
 *   folding --fetched below what comes next--> sought ahead, and verified again
 *   folding --the row is elsewhere--> folding on from the row
 */
export function createNextRecord(options: NextRecordOptions): NextRecord {
  const { partition, logOffsets, onMove } = options;
  let expected = 0;
  let toVerify: LastRecord | null = null;
  let seeksBack = 0;

  function standAt(offset: number): void {
    if (offset !== expected) onMove();
    expected = offset;
  }

  /** A database that lost commits may have gone back below the record to verify. */
  function wanted(): number {
    return Math.min(toVerify?.offset ?? expected, expected);
  }

  const seek = () => options.seek(wanted());

  async function readRow(): Promise<FoundCheckpoint> {
    const row = await options.readCheckpoint();
    if (row.kind === 'missing') throw noCheckpointHalt(partition);
    return row;
  }

  /**
   * A batch that waited may be older than what others have folded since: then the end of the log is asked for.
   *
   * @throws Halt where the log ends below what is folded
   */
  async function checkEnd(high: number): Promise<void> {
    checkLog(expected, { low: 0, high: high < expected ? (await logOffsets()).high : high });
  }

  /** The log may have lost only what others have folded since this one last looked. */
  async function checkStart(low: number, high: number): Promise<void> {
    if (low > expected) standAt((await readRow()).nextOffset);
    checkLog(expected, { low, high });
  }

  /**
   * Seeks back where a batch begins above what was asked for: kafkajs resets an offset out of range without a word, and
   * batches that were under way may come after a seek. Control records are no hole, a batch begins before them.
   *
   * @returns whether the batch is the one that comes next
   */
  async function isNext({ records, fetchOffset, nextOffset }: LogBatch): Promise<boolean> {
    const begin = Math.min(fetchOffset, records[0]?.offset ?? nextOffset);
    if (begin <= wanted()) {
      seeksBack = 0;
      return true;
    }
    if (seeksBack > 0) {
      const { low, high } = await logOffsets();
      if (toVerify !== null && low > toVerify.offset) toVerify = null;
      await checkStart(low, high);
    }
    if (seeksBack >= MAX_SEEKS_BACK) throw holeHalt(wanted(), begin);
    seeksBack++;
    seek();
    return false;
  }

  /**
   * Seeks to where the row stands, past what is folded already: the client went back by itself, as kafkajs does after an
   * offset out of range, or others have folded on. Whatever made it do so, the log may be another one now.
   *
   * @param isVerified whether the batch has shown that it is not
   */
  async function seekAhead(isVerified: boolean): Promise<void> {
    const row = await readRow();
    standAt(row.nextOffset);
    if (!isVerified) toVerify = row.lastRecord;
    seek();
  }

  /**
   * A batch from below what comes next to beyond it, which nobody asked for to verify: the client went back by itself, as
   * kafkajs does after an offset out of range. It has to show first that the log is still the one that was folded.
   */
  async function verifyAcross({ fetchOffset, nextOffset }: LogBatch): Promise<void> {
    if (toVerify !== null || fetchOffset >= expected || nextOffset <= expected) return;
    const row = await readRow();
    standAt(row.nextOffset);
    toVerify = row.lastRecord;
  }

  return {
    offset: () => expected,
    wanted,
    standAt,
    seek,
    readRow,
    async beginAt(row, { low, high }) {
      standAt(row.nextOffset);
      await checkStart(low, high);
      seeksBack = 0;
      toVerify = row.lastRecord !== null && row.lastRecord.offset >= low ? row.lastRecord : null;
    },
    async accepts(batch, isStale) {
      const { records, nextOffset } = batch;
      await verifyAcross(batch);
      if (!(await isNext(batch)) || isStale()) return false;
      const verifies = toVerify !== null && nextOffset > toVerify.offset;
      if (toVerify !== null && verifies) {
        checkLastRecord(toVerify, records);
        toVerify = null;
      }
      await checkEnd(batch.highWatermark);
      if (nextOffset >= wanted()) return true;
      await seekAhead(verifies);
      return false;
    },
  };
}
