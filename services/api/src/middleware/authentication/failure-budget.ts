import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { ApiError } from '../../errors/api-error.ts';
import { createBudgets } from '../rate-limit/budgets.ts';

/** How often a client may come with a key that is not known and turns out not to be good. */
export interface FailureBudget {
  /**
   * Takes one before it is known how the look-up ends, so that many at once do not all find the budget full.
   *
   * @returns whether there was one
   */
  take(address: string | undefined): boolean;
  /** Gives one back: the look-up found a good key, and only failures are charged. */
  giveBack(address: string | undefined): void;
  /** What is thrown for a key that is not good, once the budget is used up: `rate_limited`. */
  refusal(address: string | undefined): ApiError;
}

const MINUTE = 60;
const MAX_ADDRESSES = 100_000;

/** A budget for each client address, in this process; of IPv6 for each /64, for whoever has one address has them all. */
export function createFailureBudget(perMinute: number, now?: () => number): FailureBudget {
  const options = { quota: perMinute, windowSeconds: MINUTE, maxNames: MAX_ADDRESSES };
  const budgets = createBudgets(now === undefined ? options : { ...options, now });
  return {
    take: (address) => budgets.take(networkOf(address)).allowed,
    giveBack: (address) => budgets.giveBack(networkOf(address)),
    refusal: (address) =>
      new ApiError('rate_limited', {
        message: 'Too many requests with keys that are not valid have come from this address.',
        headers: ['Retry-After', String(Math.max(1, budgets.look(networkOf(address)).nextInSeconds))],
      }),
  };
}

/** The address itself; of IPv6 its first four groups; one name for all that have none. */
export function networkOf(address: string | undefined): string {
  if (address === undefined) return 'none';
  // What a proxy says may be anything, and the library reads `1.1` and `0x1` as well.
  if (isIP(address) === 0) return address.toLowerCase();
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  const groups = parsed.parts.slice(0, 4).map((part) => part.toString(16));
  return `${groups.join(':')}::/64`;
}
