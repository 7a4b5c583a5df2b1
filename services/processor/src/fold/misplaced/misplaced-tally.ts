import type { RekeyedEntry } from '@taskfold/database';
import { describePartitioner, PARTITIONER_NAMES, type PartitionerName } from '@taskfold/kafka';
import type { Logger } from '@taskfold/runtime';
import { Counter, type Registry } from 'prom-client';

export interface MisplacedTally {
  /** Records that were stored to be published again. */
  add(records: readonly RekeyedEntry[]): void;
}

interface Source {
  keyed: number;
  keyless: number;
  /** How many of the keyed ones each partitioner would have put where they lay. */
  readonly votes: Map<PartitionerName, number>;
  /** By `performance.now()`. */
  toldAt: number;
  /** Since it was told of last. */
  fresh: number;
}

/** Sources are outside data: so many are told apart, the others are counted together. */
const MAX_SOURCES = 50;
const OTHERS = 'other';
const TELL_EVERY_MS = 60_000;

/**
 * Counts who publishes elsewhere than keys belong, and says so: in a metric, and in one line a minute for each source, which
 * names the client and its setting. Chance alone puts one key of as many as there are partitions where any partitioner
 * would, so the one that most records speak for is taken.
 */
export function createMisplacedTally(
  registry: Registry,
  logger: Pick<Logger, 'warn'>,
  now: () => number = () => performance.now(),
): MisplacedTally {
  const counter = new Counter({
    name: 'taskfold_misplaced_records_total',
    help: 'Records that were published again, because they had no key or lay in another partition than their key belongs to, by source and recognised partitioner.',
    labelNames: ['source', 'cause', 'partitioner'],
    registers: [registry],
  });
  const sources = new Map<string, Source>();

  function sourceOf(name: string): readonly [string, Source] {
    const known = sources.get(name);
    if (known !== undefined) return [name, known];
    const shown = sources.size < MAX_SOURCES ? name : OTHERS;
    const source = sources.get(shown) ?? {
      keyed: 0,
      keyless: 0,
      votes: new Map(),
      toldAt: Number.NEGATIVE_INFINITY,
      fresh: 0,
    };
    sources.set(shown, source);
    return [shown, source];
  }

  function tell(name: string, source: Source): void {
    if (source.fresh === 0 || now() - source.toldAt < TELL_EVERY_MS) return;
    const partitioner = leadingOf(source);
    logger.warn({ source: name, records: source.fresh, partitioner }, adviceOf(source, partitioner));
    source.toldAt = now();
    source.fresh = 0;
  }

  return {
    add(records) {
      const touched = new Map<string, Source>();
      for (const { source: name, cause, recognised } of records) {
        const [shown, source] = sourceOf(name);
        touched.set(shown, source);
        source.fresh += 1;
        if (cause === 'no_key') source.keyless += 1;
        else source.keyed += 1;
        for (const candidate of PARTITIONER_NAMES) {
          if (!recognised.includes(candidate)) continue;
          source.votes.set(candidate, (source.votes.get(candidate) ?? 0) + 1);
        }
        const partitioner = cause === 'no_key' ? 'none' : leadingOf(source);
        counter.inc({ source: shown, cause, partitioner });
      }
      for (const [shown, source] of touched) tell(shown, source);
    },
  };
}

/** The partitioner that at least half of the keyed records speak for. */
function leadingOf({ keyed, votes }: Source): PartitionerName | 'unknown' {
  let leading: PartitionerName | 'unknown' = 'unknown';
  let most = 0;
  for (const candidate of PARTITIONER_NAMES) {
    const count = votes.get(candidate) ?? 0;
    if (count > most) {
      leading = candidate;
      most = count;
    }
  }
  return most * 2 >= keyed ? leading : 'unknown';
}

function adviceOf({ keyed, keyless }: Source, partitioner: PartitionerName | 'unknown'): string {
  const again = 'They are published again to where they belong, which costs each a second record.';
  if (keyed === 0 || keyless > keyed) {
    return `a source publishes records without a key. ${again} Have its producer set the subject as the key`;
  }
  const where =
    partitioner === 'unknown'
      ? 'no known partitioner puts them there. Have its producer choose partitions by murmur2, as Java does'
      : `it is where they are put by ${describePartitioner(partitioner)}. Have its producer choose partitions by murmur2`;
  return `a source publishes records to other partitions than their keys belong to: ${where}. ${again}`;
}
