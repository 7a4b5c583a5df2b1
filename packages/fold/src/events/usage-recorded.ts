import { type EventOf, METERS, type Meter } from '@taskfold/contract';
import { joinUsageLines } from '../joins/usage-lines.ts';
import { type KnownContent, type KnownRecords, usageKey } from '../known-records.ts';
import { addDecimals, canonicalDecimal, decimalOfNumber, sumDecimals } from '../money/decimal.ts';
import type { EventKey, ShownLine, TaskState, UsageLine, UsageRecord, UsageTotals } from '../state.ts';
import { applied, CONFLICT, DUPLICATE, type Step } from '../step.ts';
import { usageDigest } from '../usage-digest.ts';

type UsageData = EventOf<'task.usage_recorded'>['data'];

/**
 * Adds a usage record, known by (source, id). A correction is a further record with negative amounts; the same record
 * with other content is a conflict, and the first stands.
 */
export function foldUsageRecorded(
  state: TaskState,
  { data }: EventOf<'task.usage_recorded'>,
  key: EventKey,
  known: KnownRecords,
): Step {
  const record: UsageRecord = { kind: 'usage', key, meters: metersOf(data), lines: data.lines.map(lineOf) };
  const held = known.get(usageKey(key.source, key.id));
  if (held !== undefined) return hasContent(held, record) ? DUPLICATE : CONFLICT;
  const credits = sumDecimals(record.lines.map((line) => line.billedAmountCredits));
  return applied(
    { usage: withRecord(state.usage, record, credits) },
    { usage_credits: credits, lines: record.lines.length },
    record,
  );
}

function withRecord(
  totals: UsageTotals | null,
  { key, meters, lines }: UsageRecord,
  credits: string,
): UsageTotals {
  return {
    records: (totals?.records ?? 0) + 1,
    lines: (totals?.lines ?? 0) + lines.length,
    meters: totals === null ? meters : sumMeters(totals.meters, meters),
    credits: totals === null ? credits : addDecimals(totals.credits, credits),
    shown: joinUsageLines(totals?.shown ?? NO_LINES, key, lines),
  };
}

const NO_LINES: readonly ShownLine[] = [];

function sumMeters(sums: UsageTotals['meters'], added: UsageRecord['meters']): UsageTotals['meters'] {
  const meters: Partial<Record<Meter, string>> = {};
  for (const meter of METERS) {
    const [sum, value] = [sums[meter], added[meter]];
    const both = sum === undefined || value === undefined ? (sum ?? value) : addDecimals(sum, value);
    if (both !== undefined) meters[meter] = both;
  }
  return meters;
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

function hasContent(held: KnownContent, record: UsageRecord): boolean {
  if (typeof held === 'string') return held === usageDigest(record);
  return usageDigest(held) === usageDigest(record);
}
