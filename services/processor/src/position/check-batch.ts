import { Halt } from '../failures/halt.ts';

export interface FetchedRange {
  /** Of the first record; where the batch has none, its next offset. */
  readonly firstOffset: number;
  readonly highWatermark: number;
}

export type PositionCheck =
  | { readonly kind: 'continuous' }
  /** Fetched above what was expected: fetch again from there, once. */
  | { readonly kind: 'seek_back'; readonly to: number };

/**
 * Whether a batch goes on where the projection stands. A hole that is there again after seeking back is one of control
 * records, unless the log itself starts above it: kafkajs resets an offset out of range without a word.
 *
 * @param logStart the earliest offset that the log has, asked after seeking back; null before
 * @throws Halt where events are lost or the log ends before what is folded
 */
export function checkBatch(expected: number, fetched: FetchedRange, logStart: number | null): PositionCheck {
  checkLog(expected, { low: logStart ?? 0, high: fetched.highWatermark });
  if (fetched.firstOffset <= expected || logStart !== null) return { kind: 'continuous' };
  return { kind: 'seek_back', to: expected };
}

/**
 * Whether the log still holds what is to be folded next.
 *
 * @throws Halt where it starts above it or ends below it
 */
export function checkLog(
  expected: number,
  { low, high }: { readonly low: number; readonly high: number },
): void {
  if (high < expected) {
    throw new Halt(
      'truncated',
      `The log ends at offset ${high}, but everything below ${expected} is folded already: the topic was truncated or made anew. Nothing was written, and the projection is whole up to there. Restore the topic and restart the processor, or point TOPIC_EVENTS and PROJECTION at new ones.`,
    );
  }
  if (low > expected) {
    throw new Halt(
      'lost',
      `The log starts at offset ${low}, but the next event to fold is ${expected}: ${low - expected} offsets are lost. Nothing was written, and the projection is whole up to there. Restore the topic and restart the processor; its retention must be unlimited.`,
    );
  }
}
