import {
  describePartitioner,
  type PartitionerName,
  recognisePartitioners,
} from '../partitioner/known-partitioners.ts';
import { type Partitioner, partitionOf } from '../partitioner/partition-of.ts';
import type { LogRecord, OutgoingRecord, RecordHeaders } from '../record.ts';
import { type Fault, fault } from './read-event.ts';

/** Marks a record that was published again, with its first position as `<partition>:<offset>`: that happens once. */
const REKEYED_HEADER = 'taskfold-rekeyed-from';

/** A record that lies elsewhere than its subject belongs. */
export interface Misplacement {
  readonly cause: 'no_key' | 'wrong_partition';
  /** The partitioners of clients that put its key there; none of a record without a key. */
  readonly recognised: readonly PartitionerName[];
}

interface Placement {
  readonly partitionCount: number;
  readonly partitioner: Partitioner;
}

/** An empty key is none: no subject is empty, and some clients send it for none. */
function keyOf({ key }: LogRecord): Buffer | null {
  return key === null || key.length === 0 ? null : key;
}

/** @returns why the key of a record is not that of its event; null where it is, or where there is none */
export function keyFault(record: LogRecord, subject: string): Fault | null {
  const key = keyOf(record);
  // An identifier is ASCII, so bytes that are equal as latin1 are the same bytes.
  if (key === null || key.toString('latin1') === subject) return null;
  return fault('key_mismatch', 'The key of the record is not the subject of the event.');
}

/** @returns null where a record, whose key is its subject if it has one, lies where it belongs */
export function misplacementOf(record: LogRecord, to: Placement): Misplacement | null {
  const key = keyOf(record);
  if (key === null) return { cause: 'no_key', recognised: [] };
  if (partitionOf(key, to.partitionCount, to.partitioner) === record.partition) return null;
  return {
    cause: 'wrong_partition',
    recognised: recognisePartitioners(key, record.partition, to.partitionCount),
  };
}

export function isMarkedRekeyed({ headers }: Pick<LogRecord, 'headers'>): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === REKEYED_HEADER);
}

/** What a misplaced record becomes as a dead letter. */
export function misplacementFault(
  record: LogRecord,
  subject: string,
  { cause, recognised }: Misplacement,
  { partitionCount, partitioner }: Placement,
): Fault {
  const expected = partitionOf(Buffer.from(subject), partitionCount, partitioner);
  const belongs = `with PARTITIONER=${partitioner} its key belongs to ${expected} of ${partitionCount}`;
  const again = isMarkedRekeyed(record)
    ? ` It was published again once before (${REKEYED_HEADER}): every processor must have the same PARTITIONER.`
    : '';
  if (cause === 'no_key') {
    return fault(
      'wrong_partition',
      `The record has no key, and lies in partition ${record.partition}; its key must be the subject of the event, and ${belongs}. Have the producer set the key.${again}`,
    );
  }
  const found = recognised.map(describePartitioner);
  const hint =
    found.length === 0
      ? 'No known partitioner puts it there: does the producer choose partitions itself?'
      : `This is where it is put by ${found.join('; or by ')}.`;
  return fault(
    'wrong_partition',
    `The record lies in partition ${record.partition}, but ${belongs}. ${hint} Configure the producer's partitioner alike, or set PARTITIONER to what producers use.${again}`,
  );
}

/**
 * A misplaced record as it is to be published again: as it was received, keyed by its subject, and marked.
 */
export function rekeyed(
  {
    value,
    headers,
    partition,
    offset,
  }: {
    readonly value: Buffer | null;
    readonly headers: RecordHeaders;
    readonly partition: number;
    readonly offset: number;
  },
  subject: string,
): OutgoingRecord {
  const kept = Object.entries(headers).map(([name, bytes]) => [name, bytes ?? null] as const);
  return {
    key: Buffer.from(subject),
    value,
    headers: { ...Object.fromEntries(kept), [REKEYED_HEADER]: `${partition}:${offset}` },
  };
}
