import { type Logger, messageOf } from '@taskfold/runtime';
import { type Halt, partitionCountHalt } from './failures/halt.ts';
import type { FoldMetrics } from './fold-metrics.ts';

export interface FoldState {
  readonly halted: ReadonlyMap<number, Halt>;
  /** What a partition waits for, by partition. */
  readonly retrying: ReadonlyMap<number, string>;
}

export interface PartitionStatesOptions {
  readonly topic: string;
  /** Of the topic, when it was first folded. */
  readonly partitionCount: number;
  /** Those that this process has now. */
  readonly assigned: () => readonly number[];
  /** Ends the fetching of a partition that halts. */
  readonly pause: (partition: number) => void;
  readonly metrics: Pick<FoldMetrics, 'halted' | 'retried'>;
  readonly logger: Pick<Logger, 'error'>;
  /** Told of partitions that halt, and of failures that pass by themselves (null: over). */
  readonly onState: (state: FoldState) => void;
}

/** Which partitions do not fold: for good, until a person acts, or until what they wait for has passed. */
export interface PartitionStates {
  isHalted(partition: number): boolean;
  /** Those that are halted or wait. */
  stopped(): number[];
  waiting(): Iterable<number>;
  /** Nothing happens to one that is halted already. */
  halt(partition: number, cause: Halt): void;
  wait(partition: number, error: unknown): void;
  /** @returns whether it had waited */
  goOn(partition: number): boolean;
  /** Halts all that this process has where the topic has another number of partitions than at first. */
  checkCount(found: number): void;
  /** Why nothing is folded any more, where the topic has other partitions. */
  miscount(): Halt | null;
}

export function createPartitionStates(options: PartitionStatesOptions): PartitionStates {
  const { topic, partitionCount, assigned, metrics, logger, onState } = options;
  const halted = new Map<number, Halt>();
  const retrying = new Map<number, string>();
  let miscount: Halt | null = null;

  function halt(partition: number, cause: Halt): void {
    if (halted.has(partition)) return;
    halted.set(partition, cause);
    retrying.delete(partition);
    options.pause(partition);
    metrics.halted(partition, cause.reason);
    logger.error({ partition, reason: cause.reason, err: cause.cause }, cause.message);
    onState({ halted, retrying });
  }

  return {
    isHalted: (partition) => halted.has(partition),
    stopped: () => [...halted.keys(), ...retrying.keys()],
    waiting: () => retrying.keys(),
    halt,
    wait(partition, error) {
      metrics.retried(partition);
      retrying.set(partition, messageOf(error));
      onState({ halted, retrying });
    },
    goOn(partition) {
      if (!retrying.delete(partition)) return false;
      onState({ halted, retrying });
      return true;
    },
    checkCount(found) {
      if (found === partitionCount || miscount !== null) return;
      miscount = partitionCountHalt(topic, found, partitionCount);
      for (const partition of assigned()) halt(partition, miscount);
    },
    miscount: () => miscount,
  };
}
