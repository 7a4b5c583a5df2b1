import { backoff, createWake, type Logger, sleep } from '@taskfold/runtime';

/** Tells when deliveries of one partition may be claimed: once it is folded as far as its log was when it was assigned. */
export interface PartitionGate {
  /** Folding begins at an offset; the log ends at another one. */
  begins(nextOffset: number, logEnd: number): void;
  folded(nextOffset: number): void;
}

/** The gates of the partitions that this process folds. */
export interface CallbackGates {
  of(partition: number): PartitionGate;
  /** The partitions that this process has from now on; the gates of others are left to whoever has those. */
  keep(partitions: readonly number[]): void;
  /** Opens gates, keeps them open and closes them until the signal is aborted. Never rejects. */
  run(signal: AbortSignal): Promise<void>;
}

export interface CallbackGatesOptions {
  readonly open: (partitions: readonly number[], holdMs: number) => Promise<void>;
  readonly close: (partition: number) => Promise<void>;
  readonly logger: Pick<Logger, 'warn'>;
}

/** A process that ends without a word leaves its gates open for so long: shorter than any copy is brought back in. */
const HOLD_MS = 60_000;
const RENEW_MS = 20_000;
const RETRY = { baseMs: 200, maxMs: 5000 } as const;

/**
 *   begins below the end of the log --> closed --folded up to that end--> open
 *   begins at the end ------------------------------------------------^
 */
export function createCallbackGates({ open, close, logger }: CallbackGatesOptions): CallbackGates {
  const opened = new Set<number>();
  const closing = new Set<number>();
  /** Where the gate opens, of those that are closed. */
  const targets = new Map<number, number>();
  const wake = createWake();

  function settle(partition: number, nextOffset: number): void {
    const target = targets.get(partition);
    if (target === undefined || nextOffset < target) return;
    targets.delete(partition);
    closing.delete(partition);
    opened.add(partition);
    wake.now();
  }

  async function write(): Promise<void> {
    for (const partition of closing) {
      await close(partition);
      closing.delete(partition);
    }
    if (opened.size > 0)
      await open(
        [...opened].sort((a, b) => a - b),
        HOLD_MS,
      );
  }

  return {
    of: (partition) => ({
      begins(nextOffset, logEnd) {
        targets.set(partition, logEnd);
        if (nextOffset < logEnd) {
          opened.delete(partition);
          closing.add(partition);
          wake.now();
        }
        settle(partition, nextOffset);
      },
      folded: (nextOffset) => settle(partition, nextOffset),
    }),
    keep(partitions) {
      for (const known of [opened, closing, targets]) {
        for (const partition of known.keys()) if (!partitions.includes(partition)) known.delete(partition);
      }
    },
    async run(signal) {
      for (let failures = 0; !signal.aborted; ) {
        try {
          await write();
          failures = 0;
          await wake.wait(RENEW_MS, signal);
        } catch (error) {
          logger.warn({ err: error }, 'the gates of callbacks cannot be written yet');
          await sleep(backoff({ attempt: failures, ...RETRY }), signal).catch(() => {});
          failures += 1;
        }
      }
    },
  };
}
