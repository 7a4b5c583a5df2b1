import { type DeadLetterCode, IDENTIFIER, MAX_EVENT_BYTES, type TaskEvent } from '@taskfold/contract';
import { PARTITIONERS, type Partitioner, partitionOf } from '../partitioner/partition-of.ts';
import type { LeftOutHeaders, LogRecord } from '../record.ts';
import { readHeaders } from './content-mode.ts';
import { readContent } from './read-content.ts';
import { type Fault, fault, readAttributes, readData } from './read-event.ts';

export interface DecodeOptions {
  /** How many partitions the topic has. */
  readonly partitionCount: number;
  /** How producers give keys to partitions: the setting `PARTITIONER`. */
  readonly partitioner: Partitioner;
}

/** A record that can never fold. */
export interface RejectedRecord {
  readonly kind: 'rejected';
  readonly code: DeadLetterCode;
  /** Names the fields at fault and why; shows nothing of the data. At most 1,000 characters. */
  readonly message: string;
  /** As far as the record says it legibly, checked for its form only. */
  readonly tenantId: string | null;
  readonly taskId: string | null;
}

export type DecodedRecord = { readonly kind: 'event'; readonly event: TaskEvent } | RejectedRecord;

const MAX_MESSAGE = 1000;

/**
 * Reads a record of the events topic: a CloudEvent in structured or binary mode whose subject is the record's key, in
 * the partition that the key belongs to. Checked in this order: size, form, attributes, key, partition, data. Never
 * throws, whatever the bytes.
 */
export function decodeRecord(record: LogRecord, options: DecodeOptions): DecodedRecord {
  if (record.value !== null && record.value.length > MAX_EVENT_BYTES) {
    const known = readHeaders(record.headers).attributes ?? {};
    return reject(
      record,
      known,
      fault('too_large', `The value has ${record.value.length} bytes; ${MAX_EVENT_BYTES} are allowed.`),
    );
  }
  if (record.headersLeftOut != null) {
    const known = readHeaders(record.headers).attributes ?? {};
    return reject(record, known, fault('too_large', headersProblem(record.headersLeftOut)));
  }
  const content = readContent(record);
  if (content.kind === 'fault') return reject(record, readHeaders(record.headers).attributes ?? {}, content);

  const read = readAttributes(content.attributes);
  if (read.kind === 'fault') return reject(record, content.attributes, read);
  const { attributes } = read;
  const misplaced = placementFault(record, attributes.subject, options);
  if (misplaced !== null) return reject(record, attributes, misplaced);
  if ('kind' in content.payload) return reject(record, attributes, content.payload);

  const event = readData(attributes, content.payload);
  return 'kind' in event ? reject(record, attributes, event) : { kind: 'event', event };
}

function headersProblem({ count, bytes, maxCount, maxBytes }: LeftOutHeaders): string {
  return `The record has ${count} headers of ${bytes} bytes; ${maxCount} of ${maxBytes} bytes are allowed.`;
}

function placementFault(record: LogRecord, subject: string, options: DecodeOptions): Fault | null {
  const { key, partition } = record;
  const { partitionCount, partitioner } = options;
  if (key === null)
    return fault('key_mismatch', 'The record has no key; it must be the subject of the event.');
  // An identifier is ASCII, so bytes that are equal as latin1 are the same bytes.
  if (key.toString('latin1') !== subject) {
    return fault('key_mismatch', 'The key of the record is not the subject of the event.');
  }
  const expected = partitionOf(key, partitionCount, partitioner);
  if (expected === partition) return null;
  const other = PARTITIONERS.find(
    (candidate) => candidate !== partitioner && partitionOf(key, partitionCount, candidate) === partition,
  );
  const hint = other === undefined ? '' : ` ${other} would put it there.`;
  return fault(
    'wrong_partition',
    `The record lies in partition ${partition}, but with PARTITIONER=${partitioner} its key belongs to ${expected} of ${partitionCount}.${hint} Configure the producer's partitioner alike, or set PARTITIONER to what producers use.`,
  );
}

function reject(
  record: LogRecord,
  attributes: Readonly<Record<string, unknown>>,
  { code, problems }: Fault,
): RejectedRecord {
  return {
    kind: 'rejected',
    code,
    message: problems.join(' ').slice(0, MAX_MESSAGE),
    tenantId: asIdentifier(attributes.tenantid),
    taskId: asIdentifier(attributes.subject) ?? asIdentifier(record.key?.toString('latin1')),
  };
}

function asIdentifier(value: unknown): string | null {
  return typeof value === 'string' && IDENTIFIER.test(value) ? value : null;
}
