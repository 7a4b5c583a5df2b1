import type { Head } from '@taskfold/database';
import type { ConsumerOptions, KafkaClient, LogAdmin, LogConsumer, PartitionOffsets } from '@taskfold/kafka';
import { failureOf } from '@taskfold/runtime';
import { createAwayTimes } from './away-times.ts';
import { Halt, systemicHalt } from './failures/halt.ts';
import { createFolders, type FoldersOptions } from './folders.ts';
import type { PartitionProgress } from './partition/partition-folder.ts';
import { createPartitionStates, type PartitionStatesOptions } from './partition-states.ts';
import { truncatedHalt } from './resume/check-log.ts';

const NOTHING_NOTED: ReadonlyMap<number, number> = new Map();

/** What is known of a partition when it is assigned. */
interface Assignment {
  /** Milliseconds for which others had it since this process did. */
  readonly awayMs: number | undefined;
  /** Its offset as the group has it. */
  readonly noted: number | undefined;
}

export interface FoldRoleOptions
  extends FoldersOptions,
    Pick<PartitionStatesOptions, 'partitionCount' | 'onState'> {
  readonly kafka: KafkaClient;
  /** How many the topic has. Another number than at first halts every partition. */
  readonly partitionsNow: number;
  readonly group: Pick<ConsumerOptions, 'groupId' | 'sessionTimeoutMs' | 'heartbeatIntervalMs'>;
  readonly concurrency: number;
  /** The consumer has ended for good. */
  readonly onCrash: (error: Error) => void;
}

export interface FoldRole {
  /** @throws when no broker can be reached or the topic is missing */
  run(): Promise<void>;
  /** Of the partitions that this process has. */
  reached(): ReadonlyMap<number, PartitionProgress>;
  /** Of those among them that should get on: neither halted nor knowingly waiting. */
  progressing(): ReadonlyMap<number, PartitionProgress>;
  /** Takes what the broker says of the topic now: of another number of partitions than at first, all are halted. */
  observe(offsets: readonly PartitionOffsets[]): void;
  /** Takes where the rows stood after {@link FoldRole.reached} was asked: one below has lost commits. */
  sawRows(
    rows: ReadonlyMap<number, Pick<Head, 'nextOffset'>>,
    before: ReadonlyMap<number, PartitionProgress>,
  ): void;
  /** Halts a partition whose log ends below what is folded of it. */
  haltTruncated(partition: number, folded: number, end: number): void;
  stop(): Promise<void>;
}

/** Reads the partitions that the group gives this process and folds each of them into the projection. */
export function createFoldRole(options: FoldRoleOptions): FoldRole {
  const { kafka, topic, metrics } = options;
  const admin: LogAdmin = kafka.admin();
  const consumer: LogConsumer = kafka.consumer({ ...options.group, concurrency: options.concurrency });
  let assigned: readonly number[] = [];
  const states = createPartitionStates({
    ...options,
    assigned: () => assigned,
    pause: (partition) => consumer.pause([partition]),
  });
  const folders = createFolders(options, {
    admin,
    consumer,
    async beforeMisplaced() {
      states.checkCount(await admin.partitionCount(topic));
      const miscount = states.miscount();
      if (miscount !== null) throw miscount;
    },
  });
  const away = createAwayTimes();

  /** @throws what is worth another try */
  async function takeOver(
    partition: number,
    signal: AbortSignal,
    { awayMs, noted }: Assignment,
  ): Promise<void> {
    if (states.isHalted(partition)) return;
    const miscount = states.miscount();
    if (miscount !== null && partition >= options.partitionCount) return states.halt(partition, miscount);
    try {
      await folders.of(partition).assign(signal, awayMs, noted);
      gotOn(partition);
      const found = states.miscount();
      if (found !== null) states.halt(partition, found);
    } catch (error) {
      // Of an earlier assignment nothing is to be told any more.
      if (signal.aborted) return;
      if (error instanceof Halt) return states.halt(partition, error);
      states.wait(partition, error);
      throw error;
    }
  }

  function reached(): Map<number, PartitionProgress> {
    return new Map(
      assigned.flatMap((partition) => {
        const folder = folders.known(partition);
        return folder === undefined ? [] : [[partition, folder.reached()] as const];
      }),
    );
  }

  function gotOn(partition: number): void {
    if (states.goOn(partition)) folders.known(partition)?.waited();
  }

  return {
    async run() {
      states.checkCount(options.partitionsNow);
      // Opens the connections that it needs as soon as it has partitions, for which their events would wait.
      await folders.warmUp(Math.min(options.concurrency, options.partitionCount));
      await consumer.run({
        topic,
        async onAssigned(partitions, signal) {
          metrics.assigned(partitions);
          const awayMs = away.assigned(partitions);
          assigned = partitions;
          for (const partition of states.waiting()) if (!partitions.includes(partition)) gotOn(partition);
          options.gates.keep(partitions);
          if (partitions.some((partition) => partition >= options.partitionCount)) {
            states.checkCount(await admin.partitionCount(topic));
          }
          // Before the rows are read, which are never behind it. A hint: where nobody knows it, nothing is to be made of it.
          const noted = await admin.groupOffsets(options.group.groupId, topic).catch(() => NOTHING_NOTED);
          const taken = await Promise.allSettled(
            partitions.map((partition) =>
              takeOver(partition, signal, { awayMs: awayMs.get(partition), noted: noted.get(partition) }),
            ),
          );
          const failed = taken.find((result) => result.status === 'rejected');
          if (failed !== undefined) throw failed.reason;
        },
        onFetched: (batch) => folders.of(batch.partition).expect(batch),
        async onBatch(batch, context) {
          await folders.of(batch.partition).fold(batch, context);
          gotOn(batch.partition);
        },
        onError(error, partition) {
          if (error instanceof Halt || failureOf(error).partition !== 'transient') {
            states.halt(partition, error instanceof Halt ? error : systemicHalt(partition, error));
            return 'halt';
          }
          states.wait(partition, error);
          return 'retry';
        },
        onTrouble(error) {
          for (const partition of assigned) if (!states.isHalted(partition)) states.wait(partition, error);
        },
        onCrash: options.onCrash,
      });
    },
    reached,
    progressing() {
      const progressing = reached();
      for (const partition of states.stopped()) progressing.delete(partition);
      return progressing;
    },
    observe(offsets) {
      // A topic that is being made anew has none for a moment.
      if (offsets.length > 0) states.checkCount(offsets.length);
      for (const { partition, high } of offsets) folders.known(partition)?.sawEnd(high);
    },
    sawRows(rows, before) {
      for (const [partition, { nextOffset: folded }] of before) {
        const nextOffset = rows.get(partition)?.nextOffset;
        if (nextOffset !== undefined && nextOffset < folded) folders.known(partition)?.sawRow(nextOffset);
      }
    },
    haltTruncated(partition, folded, end) {
      states.halt(partition, truncatedHalt(folded, end));
    },
    async stop() {
      await consumer.stop();
      await admin.close();
    },
  };
}
