import { compareKeys } from '../event-key.ts';
import type { EventKey, ShownLine, UsageLine } from '../state.ts';
import { insertionIndex } from './sorted-insert.ts';

/** Usage lines that are shown of a task. */
export const MAX_USAGE_LINES = 100;
/** Bytes of lines, their keys included, after which no further line is shown. */
const MAX_BYTES = 32_768;

/**
 * The union with the lines of a record that is new to the task, of which those are kept that fewer than
 * {@link MAX_USAGE_LINES} lines and {@link MAX_BYTES} bytes stand before, by (time, source, id, place in the record).
 *
 * What is kept does not depend on order: more lines can only put more before another one, and those that stand before one
 * that is kept are kept themselves. (Therefore the line that reaches the limit is kept as well: without it, a later and
 * shorter one would find room.)
 *
 * @returns the very same list where nothing changed.
 */
export function joinUsageLines(
  shown: readonly ShownLine[],
  key: EventKey,
  lines: readonly UsageLine[],
): readonly ShownLine[] {
  if (lines.length === 0) return shown;
  const index = insertionIndex(shown, key, (line, probe) => compareKeys(line.key, probe));
  if (index === shown.length && !hasRoomBehind(shown)) return shown;
  const added = lines.map((line) => ({ key, ...line }));
  return cutOff(shown.toSpliced(index, 0, ...added));
}

function hasRoomBehind(lines: readonly ShownLine[]): boolean {
  return lines.length < MAX_USAGE_LINES && bytesOf(lines) < MAX_BYTES;
}

function cutOff(lines: readonly ShownLine[]): readonly ShownLine[] {
  let bytes = 0;
  let count = 0;
  while (count < lines.length && count < MAX_USAGE_LINES && bytes < MAX_BYTES) {
    const line = lines[count];
    if (line !== undefined) bytes += size(line);
    count += 1;
  }
  return count === lines.length ? lines : lines.slice(0, count);
}

function bytesOf(lines: readonly ShownLine[]): number {
  return lines.reduce((sum, line) => sum + size(line), 0);
}

/** With its key, in UTF-8, as JSON: so the migration counted that cut off the lines of tasks which were stored before. */
function size({ key, meter, quantity, unit, billedAmountCredits }: ShownLine): number {
  const line = `{"meter":${JSON.stringify(meter)},"quantity":"${quantity}","unit":${JSON.stringify(unit)},"billed_amount_credits":"${billedAmountCredits}"}`;
  return Buffer.byteLength(key.source + key.id + line);
}
