export interface FetchedRange {
  /** Of the first record; where the batch has none, its next offset. */
  readonly firstOffset: number;
  readonly highWatermark: number;
}

export type PositionCheck =
  | { readonly kind: 'continuous' }
  /** Fetched above what was expected: fetch again from there, once. */
  | { readonly kind: 'seek_back'; readonly to: number }
  | { readonly kind: 'lost'; readonly message: string }
  | { readonly kind: 'truncated'; readonly message: string };

/**
 * Whether a batch goes on where the projection stands. A hole that is there again after seeking back is one of control
 * records, unless the log itself starts above it: kafkajs resets an offset out of range without a word.
 *
 * @param logStart the earliest offset that the log has, asked after seeking back; null before
 */
export function checkBatch(expected: number, fetched: FetchedRange, logStart: number | null): PositionCheck {
  if (fetched.highWatermark < expected) {
    return {
      kind: 'truncated',
      message: `The log ends at offset ${fetched.highWatermark}, but events up to ${expected} are folded already: the topic was truncated or made anew. Nothing was written. Restore the topic, or point TOPIC_EVENTS and PROJECTION to new ones.`,
    };
  }
  if (fetched.firstOffset <= expected) return { kind: 'continuous' };
  if (logStart === null) return { kind: 'seek_back', to: expected };
  if (logStart <= expected) return { kind: 'continuous' };
  return {
    kind: 'lost',
    message: `The log starts at offset ${logStart}, but the next event to fold is ${expected}: ${logStart - expected} offsets are lost. Nothing was written. Restore the topic; its retention must be unlimited.`,
  };
}
