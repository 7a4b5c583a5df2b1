import { METERS } from '@taskfold/contract';
import { canonicalDecimal } from '../money/decimal.ts';
import { creditsToUsd, printCredits } from '../money/print.ts';
import type { UsageLine } from '../state.ts';
import type { TaskView } from '../view.ts';
import { quote } from './json.ts';

/** `usage`: meters as JSON numbers with every digit, absent ones 0; the lines; credits in all. */
export function usageJson({ usage, creditsPerUsd }: TaskView): string {
  if (usage === null) return 'null';
  let json = '{';
  for (const meter of METERS) {
    const value = usage.meters[meter];
    json += `"${meter}":${value === undefined ? '0' : canonicalDecimal(value)},`;
  }
  const lines = usage.lines.map((line) => lineJson(line, creditsPerUsd)).join(',');
  return (
    `${json}"lines":[${lines}],"credits":"${printCredits(usage.credits)}",` +
    `"credits_usd_reference":"${creditsToUsd(usage.credits, creditsPerUsd)}"}`
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
