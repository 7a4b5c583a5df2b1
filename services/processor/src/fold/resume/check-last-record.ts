import type { LogRecord } from '@taskfold/kafka';
import { recordHash } from '../chunk/record-hash.ts';
import { Halt } from '../failures/halt.ts';

/** The record that was folded last, as the checkpoint remembers it. */
export interface LastRecord {
  readonly offset: number;
  /** See {@link recordHash}. */
  readonly hash: string;
}

/**
 * Compares the record that was folded last with what the log has in its place: a topic that was deleted and made anew
 * under the same name may be as long as the old one.
 *
 * @param records that were fetched from the last record's offset on; at least one
 * @throws Halt where it is another record, or gone
 */
export function checkLastRecord(last: LastRecord, records: readonly LogRecord[]): void {
  const found = records.find(({ offset }) => offset === last.offset);
  if (found !== undefined && recordHash(found) === last.hash) return;
  throw new Halt(
    'recreated',
    `The record at offset ${last.offset} is ${found === undefined ? 'gone' : 'not the one that was folded'}: the topic was made anew. Nothing was written, and the projection is whole. Point TOPIC_EVENTS and PROJECTION at new names, or restore the topic and restart the processor.`,
  );
}
