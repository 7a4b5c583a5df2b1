import { type DeadLetterCode, IDENTIFIER, MAX_EVENT_BYTES, type TaskEvent } from '@taskfold/contract';
import type { Partitioner } from '../partitioner/partition-of.ts';
import type { LeftOutHeaders, LogRecord } from '../record.ts';
import { type SignatureRule, signatureFault } from './check-signature.ts';
import { readHeaders } from './content-mode.ts';
import {
  isMarkedRekeyed,
  keyFault,
  type Misplacement,
  misplacementFault,
  misplacementOf,
} from './placement.ts';
import { readContent } from './read-content.ts';
import { type Fault, fault, readAttributes, readData } from './read-event.ts';

export interface DecodeOptions {
  /** How many partitions the topic has. */
  readonly partitionCount: number;
  /** How producers give keys to partitions: the setting `PARTITIONER`. */
  readonly partitioner: Partitioner;
  /**
   * What becomes of an event that lies elsewhere than its subject belongs, or has no key: the setting `MISPLACED`.
   * `dead_letter` where absent.
   */
  readonly misplaced?: 'rekey' | 'dead_letter';
  /** How events are known that Taskfold alone publishes; whoever publishes them is believed where it is null or absent. */
  readonly signing?: SignatureRule | null;
}

/** A record that can never fold. */
interface RejectedRecord {
  readonly kind: 'rejected';
  readonly code: DeadLetterCode;
  /** Names the fields at fault and why; shows nothing of the data. At most 1,000 characters. */
  readonly message: string;
  /** As far as the record says it legibly, checked for its form only. */
  readonly tenantId: string | null;
  readonly taskId: string | null;
}

/** An event that is to be published again to where it belongs, and folded there. */
interface MisplacedRecord extends Misplacement {
  readonly kind: 'misplaced';
  readonly event: TaskEvent;
}

export type Decoded =
  | { readonly kind: 'event'; readonly event: TaskEvent }
  | MisplacedRecord
  | RejectedRecord;

const MAX_MESSAGE = 1000;

/**
 * Reads a record of the events topic: a CloudEvent in structured or binary mode whose subject is the record's key, in
 * the partition that the key belongs to. Checked in this order: size, form, attributes, key, signature, data, partition. Never
 * throws, whatever the bytes.
 */
export function decodeRecord(record: LogRecord, options: DecodeOptions): Decoded {
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
  const mismatch = keyFault(record, attributes.subject);
  if (mismatch !== null) return reject(record, attributes, mismatch);
  if ('kind' in content.payload) return reject(record, attributes, content.payload);

  if (options.signing != null) {
    const { timestampMs } = record;
    const forged = signatureFault(
      attributes,
      content.attributes,
      content.payload,
      timestampMs,
      options.signing,
    );
    if (forged !== null) return reject(record, attributes, forged);
  }
  const event = readData(attributes, content.payload);
  if ('kind' in event) return reject(record, attributes, event);
  const misplaced = misplacementOf(record, options);
  if (misplaced === null) return { kind: 'event', event };
  if (options.misplaced === 'rekey' && !isMarkedRekeyed(record)) {
    return { kind: 'misplaced', event, ...misplaced };
  }
  return reject(record, attributes, misplacementFault(record, attributes.subject, misplaced, options));
}

function headersProblem({ count, bytes, maxCount, maxBytes }: LeftOutHeaders): string {
  return `The record has ${count} headers of ${bytes} bytes; ${maxCount} of ${maxBytes} bytes are allowed.`;
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
