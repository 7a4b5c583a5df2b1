import type { OutgoingRecord } from '@taskfold/kafka';

/** What a record takes beside its key, its value and its headers, at most. */
const RECORD_OVERHEAD = 64;

/** Cuts records into runs of at most so many bytes, for a broker limits batches and not records; one may be larger. */
export function splitByBytes(records: readonly OutgoingRecord[], maxBytes: number): OutgoingRecord[][] {
  const runs: OutgoingRecord[][] = [];
  let room = 0;
  for (const record of records) {
    const size = sizeOf(record);
    const run = runs.at(-1);
    if (run === undefined || size > room) {
      runs.push([record]);
      room = maxBytes - size;
    } else {
      run.push(record);
      room -= size;
    }
  }
  return runs;
}

function sizeOf({ key, value, headers }: OutgoingRecord): number {
  let size = RECORD_OVERHEAD + (key?.length ?? 0) + (value?.length ?? 0);
  for (const [name, text] of Object.entries(headers)) {
    size += Buffer.byteLength(name) + Buffer.byteLength(text ?? '') + 8;
  }
  return size;
}
