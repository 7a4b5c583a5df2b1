import type { LogAdmin, LogProducer, OutgoingRecord } from '@taskfold/kafka';
import { abortable } from '@taskfold/runtime';
import { splitByBytes } from './split-by-bytes.ts';

/** Offsets of a partition from `from` up to, not including, `to`. */
export interface Stretch {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

export interface UpdatesLog {
  /**
   * Publishes in this order.
   *
   * @param mayBegin asked right before each send; when it says no, nothing further is sent and it throws
   * @throws when a broker cannot be reached or refuses, or the signal is aborted; records may have arrived nevertheless
   */
  send(records: readonly OutgoingRecord[], mayBegin: () => boolean, signal: AbortSignal): Promise<void>;
  /** Looks at the ends of the log: has anybody else written? */
  check(signal: AbortSignal): Promise<void>;
  /** What others wrote between the sends, each stretch once. */
  takeForeign(): Stretch[];
  /** Gives stretches back that could not be dealt with. */
  putBack(stretches: readonly Stretch[]): void;
}

export interface UpdatesLogOptions {
  readonly producer: LogProducer;
  readonly admin: Pick<LogAdmin, 'offsets'>;
  readonly topic: string;
  /** Of one send. */
  readonly maxBytes: number;
}

/**
 * The updates topic as its only writer sees it: the offsets that the broker gives follow one another. Where they do not,
 * something came in between: a send of an earlier leader, or one of our own that had counted as failed.
 */
export function createUpdatesLog({ producer, admin, topic, maxBytes }: UpdatesLogOptions): UpdatesLog {
  /** The offset that the next record of each partition should get; null where that is not known. */
  let ends: Map<number, number> | null = null;
  let foreign: Stretch[] = [];

  async function readEnds(signal: AbortSignal): Promise<Map<number, number>> {
    const offsets = await abortable(admin.offsets(topic), signal);
    return new Map(offsets.map(({ partition, high }) => [partition, high]));
  }

  function reached(known: Map<number, number>, partition: number, offset: number): void {
    const from = known.get(partition);
    if (from !== undefined && offset > from) foreign.push({ partition, from, to: offset });
    known.set(partition, offset);
  }

  return {
    async send(records, mayBegin, signal) {
      const known = ends ?? (await readEnds(signal));
      ends = known;
      for (const run of splitByBytes(records, maxBytes)) {
        if (!mayBegin()) throw new Error('nothing may be sent: the lease has run out');
        try {
          for (const { partition, offset } of await producer.send(topic, run, signal)) {
            reached(known, partition, offset);
            known.set(partition, offset + 1);
          }
        } catch (error) {
          // It may still arrive, or have arrived.
          ends = null;
          throw error;
        }
      }
    },
    async check(signal) {
      const found = await readEnds(signal);
      const known = ends ?? found;
      for (const [partition, end] of found) reached(known, partition, end);
      ends = known;
    },
    takeForeign() {
      const taken = foreign;
      foreign = [];
      return taken;
    },
    putBack(stretches) {
      foreign.unshift(...stretches);
    },
  };
}
