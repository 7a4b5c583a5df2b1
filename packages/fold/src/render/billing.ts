import { netCharged } from '../money/ledger-sums.ts';
import { creditsToUsd, printCredits } from '../money/print.ts';
import type { TaskView } from '../view.ts';

/** `billing`: what was charged, refunded and is left, in credits and as a USD reference. */
export function billingJson({ billing, creditsPerUsd }: TaskView): string {
  if (billing === null) return 'null';
  const { charged, refunded, settlement } = billing;
  const net = netCharged(billing);
  return (
    `{"charged_credits":"${printCredits(charged)}","refunded_credits":"${printCredits(refunded)}",` +
    `"charged_credits_usd_reference":"${creditsToUsd(charged, creditsPerUsd)}",` +
    `"refunded_credits_usd_reference":"${creditsToUsd(refunded, creditsPerUsd)}","currency":"USD",` +
    `"net_charged_credits":"${printCredits(net)}",` +
    `"net_charged_credits_usd_reference":"${creditsToUsd(net, creditsPerUsd)}","settlement":"${settlement}"}`
  );
}
