import type { VisibleTask } from '../facts/visible-task.ts';
import { netCharged } from '../money/ledger-sums.ts';
import { creditsToUsd, printCredits } from '../money/print.ts';

/** `billing`: what was charged, refunded and is left, in credits and as a USD reference. */
export function billingJson(task: VisibleTask): string {
  const { settlement, credits_per_usd: creditsPerUsd } = task;
  if (settlement === null) return 'null';
  const charged = task.charged_credits ?? '0';
  const refunded = task.refunded_credits ?? '0';
  const net = netCharged({ charged, refunded });
  return (
    `{"charged_credits":"${printCredits(charged)}","refunded_credits":"${printCredits(refunded)}",` +
    `"charged_credits_usd_reference":"${creditsToUsd(charged, creditsPerUsd)}",` +
    `"refunded_credits_usd_reference":"${creditsToUsd(refunded, creditsPerUsd)}","currency":"USD",` +
    `"net_charged_credits":"${printCredits(net)}",` +
    `"net_charged_credits_usd_reference":"${creditsToUsd(net, creditsPerUsd)}","settlement":"${settlement}"}`
  );
}
