import type { Logger } from 'pino';
import { Counter, type Registry } from 'prom-client';

/** Requests with a token that is not the operators'. */
export interface WrongTokens {
  /**
   * Takes note of one.
   *
   * @returns seconds until the address may try again; 0 where it may at once
   */
  refused(address: string | undefined): number;
}

const PER_MINUTE = 10;
const MINUTE_MS = 60_000;
const MAX_ADDRESSES = 10_000;

/**
 * Lets an address try so many wrong tokens a minute, counts all of them, and writes the log a line for each that is within the budget, so
 * that nobody floods it. The right token is never asked about: it passes whatever came before from its address.
 *
 * @param now milliseconds of a clock that never goes back
 */
export function createWrongTokens(
  { logger, registry }: { readonly logger: Logger; readonly registry: Registry },
  now: () => number = () => performance.now(),
): WrongTokens {
  const counter = new Counter({
    name: 'taskfold_operator_wrong_tokens_total',
    help: 'Requests below /operator/ with a wrong token',
    registers: [registry],
  });
  const windows = new Map<string, { readonly until: number; tried: number }>();

  return {
    refused(address = 'none') {
      counter.inc();
      const nowMs = now();
      let window = windows.get(address);
      if (window === undefined || window.until <= nowMs) {
        window = { until: nowMs + MINUTE_MS, tried: 0 };
        windows.delete(address);
        const oldest = windows.size >= MAX_ADDRESSES ? windows.keys().next() : undefined;
        if (oldest && !oldest.done) windows.delete(oldest.value);
        windows.set(address, window);
      }
      window.tried += 1;
      if (window.tried > PER_MINUTE) return Math.ceil((window.until - nowMs) / 1000);
      logger.warn({ address, tried: window.tried }, 'a request to the operator port has a wrong token');
      return 0;
    },
  };
}
