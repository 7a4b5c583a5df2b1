import { type EventOf, type JsonValue, METERS, type Meter } from '@taskfold/contract';
import { compareKeys, isSameEvent } from '../event-key.ts';
import { insertionIndex } from '../joins/sorted-insert.ts';
import { canonicalDecimal, compareDecimals, decimalOfNumber, sumDecimals } from '../money/decimal.ts';
import type { EventKey, TaskState, UsageLine, UsageRecord } from '../state.ts';
import { applied, CONFLICT, DUPLICATE, type Step } from '../step.ts';

type UsageData = EventOf<'task.usage_recorded'>['data'];

/**
 * Adds a usage record, known by (source, id). A correction is a further record with negative amounts; the same record
 * with other content is a conflict, and the first stands.
 */
export function foldUsageRecorded(
  state: TaskState,
  { data }: EventOf<'task.usage_recorded'>,
  key: EventKey,
): Step {
  const record = { key, meters: metersOf(data), lines: data.lines.map(lineOf) };
  const held = state.usage.find((other) => isSameEvent(other.key, key));
  if (held !== undefined) return hasSameContent(held, record) ? DUPLICATE : CONFLICT;
  const index = insertionIndex(state.usage, key, (other, probe) => compareKeys(other.key, probe));
  return applied({ usage: state.usage.toSpliced(index, 0, record) }, changedBy(record));
}

function metersOf(data: UsageData): UsageRecord['meters'] {
  const meters: Partial<Record<Meter, string>> = {};
  for (const meter of METERS) {
    const value = data[meter];
    if (value !== undefined) meters[meter] = decimalOfNumber(value);
  }
  return meters;
}

function lineOf(line: UsageData['lines'][number]): UsageLine {
  return {
    meter: line.meter,
    // Shown as the producer wrote it: nothing is computed from a line's quantity.
    quantity: line.quantity,
    unit: line.unit,
    billedAmountCredits: canonicalDecimal(line.billed_amount_credits),
  };
}

function hasSameContent(left: UsageRecord, right: UsageRecord): boolean {
  return (
    METERS.every((meter) => left.meters[meter] === right.meters[meter]) &&
    left.lines.length === right.lines.length &&
    left.lines.every((line, index) => isSameLine(line, right.lines[index]))
  );
}

function isSameLine(left: UsageLine, right: UsageLine | undefined): boolean {
  return (
    right !== undefined &&
    left.meter === right.meter &&
    left.unit === right.unit &&
    compareDecimals(left.quantity, right.quantity) === 0 &&
    compareDecimals(left.billedAmountCredits, right.billedAmountCredits) === 0
  );
}

function changedBy(record: UsageRecord): Record<string, JsonValue> {
  const credits = sumDecimals(record.lines.map((line) => line.billedAmountCredits));
  return { usage_credits: credits, lines: record.lines.length };
}
