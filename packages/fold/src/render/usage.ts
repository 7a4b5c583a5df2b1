import { METERS } from '@taskfold/contract';
import { canonicalDecimal, sumDecimals } from '../money/decimal.ts';
import { creditsToUsd, printCredits } from '../money/print.ts';
import type { UsageLine, UsageRecord } from '../state.ts';
import type { TaskView } from '../view.ts';
import { quote, time } from './json.ts';

/**
 * A usage record as pages of them show it: JSON text.
 *
 * @param creditsPerUsd of its task
 */
export function renderUsageRecord(record: UsageRecord, creditsPerUsd: string): string {
  const { key, meters, lines } = record;
  const credits = sumDecimals(lines.map((line) => line.billedAmountCredits));
  const parts = partsJson({ meters, lines, credits }, creditsPerUsd);
  return (
    `{"object":"usage_record","source":${quote(key.source)},"event_id":${quote(key.id)},` +
    `"time":${time(key.time)},${parts}}`
  );
}

/** `usage`: meters as JSON numbers with every digit, absent ones 0; the lines; credits in all. */
export function usageJson({ usage, creditsPerUsd }: TaskView): string {
  if (usage === null) return 'null';
  return `{${partsJson(usage, creditsPerUsd)},"lines_truncated":${usage.linesTruncated}}`;
}

function partsJson(
  usage: Omit<NonNullable<TaskView['usage']>, 'linesTruncated'>,
  creditsPerUsd: string,
): string {
  let json = '';
  for (const meter of METERS) {
    const value = usage.meters[meter];
    json += `"${meter}":${value === undefined ? '0' : canonicalDecimal(value)},`;
  }
  const lines = usage.lines.map((line) => lineJson(line, creditsPerUsd)).join(',');
  return (
    `${json}"lines":[${lines}],"credits":"${printCredits(usage.credits)}",` +
    `"credits_usd_reference":"${creditsToUsd(usage.credits, creditsPerUsd)}"`
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
