import { Halt } from '../failures/halt.ts';

/**
 * Whether the log still holds what is to be folded next.
 *
 * @throws Halt where it starts above it or ends below it
 */
export function checkLog(
  expected: number,
  { low, high }: { readonly low: number; readonly high: number },
): void {
  if (high < expected) throw truncatedHalt(expected, high);
  if (low > expected) {
    throw new Halt(
      'lost',
      `The log starts at offset ${low}, but the next event to fold is ${expected}: ${low - expected} offsets are lost. Nothing was written, and the projection is whole up to there. Restore the topic and restart the processor; its retention must be unlimited.`,
    );
  }
}

/** The log ends below what is folded. */
export function truncatedHalt(expected: number, high: number): Halt {
  return new Halt(
    'truncated',
    `The log ends at offset ${high}, but everything below ${expected} is folded already: the topic was truncated or made anew. Nothing was written, and the projection is whole up to there. Restore the topic and restart the processor, or point TOPIC_EVENTS and PROJECTION at new ones.`,
  );
}

/** The log has nothing between the next event to fold and what it gives when it is asked for it: it was compacted. */
export function holeHalt(expected: number, found: number): Halt {
  return new Halt(
    'lost',
    `The log goes on at offset ${found} when it is asked for ${expected}, the next event to fold: ${found - expected} offsets are lost. Nothing was written, and the projection is whole up to there. Restore the topic and restart the processor; its cleanup policy must be delete, with unlimited retention.`,
  );
}
