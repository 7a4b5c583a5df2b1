import type { Line } from '@taskfold/runtime/command';
import type { CheckLine } from './check-line.ts';

/** An event, and the line that it stands on, counted from 1. */
export interface EventLine {
  readonly number: number;
  readonly text: string;
}

/** Lines that follow one another: the events among them, and what is wrong with the others. */
export interface Batch {
  readonly events: readonly EventLine[];
  readonly faulty: readonly { readonly number: number; readonly problems: readonly string[] }[];
}

/** What `POST /v1/events` takes at once (`postEvents` of the contract), and well below the bytes that it reads. */
const MAX_EVENTS = 500;
const MAX_BYTES = 2 * 1024 * 1024;

/** Lines as requests take them, in their order. What has arrived is not held back for what has not. */
export async function* batchesOf(
  groups: AsyncIterable<readonly Line[]>,
  check: CheckLine,
  tooLong: string,
): AsyncGenerator<Batch> {
  for await (const lines of groups) {
    let batch = emptyBatch();
    for (const { number, text } of lines) {
      if (text?.trim() === '') continue;
      const problems = text === undefined ? [tooLong] : check(text);
      if (text === undefined || problems.length > 0) {
        batch.faulty.push({ number, problems });
        continue;
      }
      const bytes = Buffer.byteLength(text);
      if (batch.events.length >= MAX_EVENTS || (batch.bytes > 0 && batch.bytes + bytes > MAX_BYTES)) {
        yield batch;
        batch = emptyBatch();
      }
      batch.events.push({ number, text });
      batch.bytes += bytes;
    }
    if (batch.events.length + batch.faulty.length > 0) yield batch;
  }
}

function emptyBatch() {
  return {
    events: [] as EventLine[],
    faulty: [] as { number: number; problems: readonly string[] }[],
    bytes: 0,
  };
}
