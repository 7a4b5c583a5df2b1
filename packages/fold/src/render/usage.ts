import { METERS, type Meter } from '@taskfold/contract';
import { readUsageLines } from '../facts/json-facts.ts';
import { METER_FACTS } from '../facts/task-facts.ts';
import type { VisibleTask } from '../facts/visible-task.ts';
import { canonicalDecimal, sumDecimals } from '../money/decimal.ts';
import { creditsToUsd, printCredits } from '../money/print.ts';
import type { UsageLine, UsageRecord } from '../state.ts';
import { quote, time } from './json.ts';

/**
 * A usage record as pages of them show it: JSON text.
 *
 * @param creditsPerUsd of its task
 */
export function renderUsageRecord(record: UsageRecord, creditsPerUsd: string): string {
  const { key, meters, lines } = record;
  const credits = sumDecimals(lines.map((line) => line.billedAmountCredits));
  return (
    `{"object":"usage_record","source":${quote(key.source)},"event_id":${quote(key.id)},` +
    `"time":${time(key.time)},${METERS.map((meter) => meterJson(meter, meters[meter])).join('')}` +
    `${linesJson(lines, credits, creditsPerUsd)}}`
  );
}

/** `usage`: meters as JSON numbers with every digit, absent ones 0; the first lines; credits in all. */
export function usageJson(task: VisibleTask): string {
  const { usage_credits: credits, usage_lines, usage_line_count, credits_per_usd } = task;
  if (credits === null) return 'null';
  const lines = usage_lines === null ? [] : readUsageLines(usage_lines);
  let meters = '';
  for (const [meter, fact] of METER_FACTS) meters += meterJson(meter, task[fact]);
  const truncated = (usage_line_count ?? 0) - lines.length;
  return `{${meters}${linesJson(lines, credits, credits_per_usd)},"lines_truncated":${truncated}}`;
}

function meterJson(meter: Meter, value: string | null | undefined): string {
  return `"${meter}":${value == null ? '0' : canonicalDecimal(value)},`;
}

function linesJson(lines: readonly UsageLine[], credits: string, creditsPerUsd: string): string {
  return (
    `"lines":[${lines.map((line) => lineJson(line, creditsPerUsd)).join(',')}],` +
    `"credits":"${printCredits(credits)}","credits_usd_reference":"${creditsToUsd(credits, creditsPerUsd)}"`
  );
}

function lineJson(line: UsageLine, creditsPerUsd: string): string {
  const credits = line.billedAmountCredits;
  return (
    `{"meter":${quote(line.meter)},"quantity":${quote(line.quantity)},"unit":${quote(line.unit)},` +
    `"billed_amount_credits":"${printCredits(credits)}",` +
    `"billed_amount_credits_usd_reference":"${creditsToUsd(credits, creditsPerUsd)}"}`
  );
}
