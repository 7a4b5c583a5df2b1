import { type Instant, toWireTime } from '@taskfold/contract';

// Answers are put together as text: `input` and `output` must come back digit for digit, which an object that passes
// through JSON.stringify cannot promise, and text is quicker.

export function quote(text: string): string {
  return JSON.stringify(text);
}

export function quoteOrNull(text: string | null): string {
  return text === null ? 'null' : JSON.stringify(text);
}

/** A time as answers show it: UTC with milliseconds. */
export function time(instant: Instant): string {
  return `"${toWireTime(instant)}"`;
}

export function timeOrNull(instant: Instant | null): string {
  return instant === null ? 'null' : `"${toWireTime(instant)}"`;
}
