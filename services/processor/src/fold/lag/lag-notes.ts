import type { LogAdmin, PartitionOffsets } from '@taskfold/kafka';
import { every } from '@taskfold/runtime';
import type { PartitionProgress } from '../partition/partition-folder.ts';
import { createOpenTransactions } from './open-transactions.ts';
import type { PartitionLag } from './write-projection-lag.ts';

const NOTE_MS = 1000;
/** A broker that has just taken over may for a moment name an end that is too low. */
const SHORT_LOOKS = 2;

export interface LagNotesOptions {
  readonly admin: Pick<LogAdmin, 'offsets' | 'stableOffsets'>;
  readonly topic: string;
  /** Of the topic, when it was first folded: what lies in further partitions is read by nobody, and noted. */
  readonly partitionCount: number;
  /** Of the partitions that this process has. */
  readonly reached: () => ReadonlyMap<number, PartitionProgress>;
  /** Takes the lag by partition; null where the ends of the log are not known. */
  readonly onLag: (lags: ReadonlyMap<number, PartitionLag> | null) => Promise<void>;
  /** Takes what the broker says of all partitions. */
  readonly onOffsets: (offsets: readonly PartitionOffsets[]) => void;
  /**
   * Told of a partition whose log ends below what was folded before the broker was asked, twice in a row: it was truncated
   * or made anew, and a consumer that waits for its next record may not notice before the log has grown past it.
   */
  readonly onShortLog: (partition: number, folded: number, end: number) => void;
  readonly onError: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/**
 * Measures, every second until the signal is aborted, how many seconds each partition is behind the log: 0 where nothing
 * waits, else the age of the oldest record that does. Where that record was never seen, it is at least as young as the
 * last one folded, and as the last time that nothing waited. What waits behind an open transaction waits, too. Never rejects.
 */
export async function noteLag(options: LagNotesOptions): Promise<void> {
  const { admin, topic, partitionCount, reached, onLag, onOffsets, onShortLog, onError, signal } = options;
  const began = Date.now();
  /** When nothing waited, by partition. */
  const clear = new Map<number, number>();
  /** How often in a row the log was seen to end too early, by partition. */
  const short = new Map<number, number>();
  const transactions = createOpenTransactions();

  function lookForShortLog(partition: number, folded: number, end: number): void {
    const looks = end < folded ? (short.get(partition) ?? 0) + 1 : 0;
    short.set(partition, looks);
    if (looks === SHORT_LOOKS) onShortLog(partition, folded, end);
  }

  function secondsOf(partition: number, progress: PartitionProgress, high: number, now: number): number {
    if (progress.nextOffset >= high) {
      clear.set(partition, now);
      return 0;
    }
    const oldest =
      progress.waitingSinceMs ?? Math.max(progress.lastRecordMs ?? 0, clear.get(partition) ?? began);
    return Math.max(0, now - oldest) / 1000;
  }

  /** Of a partition that was added to the topic, which nobody reads. */
  function unread({ partition, low, high }: PartitionOffsets, now: number): PartitionLag {
    if (high <= low || !clear.has(partition)) clear.set(partition, now);
    const seconds = (now - (clear.get(partition) ?? now)) / 1000;
    return { seconds, logEndOffset: high, openTransactionSeconds: 0, isHeldBack: false };
  }

  async function measure(): Promise<Map<number, PartitionLag>> {
    const before = reached();
    const offsets = await admin.offsets(topic);
    onOffsets(offsets);
    for (const { partition, high } of offsets) {
      lookForShortLog(partition, before.get(partition)?.nextOffset ?? 0, high);
    }
    const waits = offsets.some(({ partition, high }) => (before.get(partition)?.nextOffset ?? high) < high);
    const stable = waits ? await admin.stableOffsets(topic) : null;
    const [now, held] = [Date.now(), reached()];
    const lags = new Map<number, PartitionLag>();
    for (const one of offsets) {
      const { partition, high } = one;
      const progress = held.get(partition);
      if (partition >= partitionCount) lags.set(partition, unread(one, now));
      else if (progress !== undefined) {
        const readable = stable?.get(partition) ?? high;
        lags.set(partition, {
          seconds: secondsOf(partition, progress, high, now),
          logEndOffset: high,
          openTransactionSeconds: transactions.seconds(partition, readable, high, now),
          isHeldBack: readable < high && progress.nextOffset >= readable,
        });
      }
    }
    return lags;
  }

  await every(
    NOTE_MS,
    signal,
    async () => {
      try {
        await onLag(await measure());
      } catch (error) {
        await onLag(null);
        throw error;
      }
    },
    onError,
  );
}
