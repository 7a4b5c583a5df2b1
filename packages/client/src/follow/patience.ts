import type { Transport } from '../http/transport.ts';
import { pause } from '../waiting/limit.ts';
import type { FollowOptions } from './follow-options.ts';

/** How long an API may be away before whoever follows is told. */
export const OUTAGE_MS = 300_000;

/** Lets what follows go on over failures, until the API has been away for too long. */
export interface Patience {
  /** Something came. */
  succeeded(): void;
  /** Waits until the next attempt. @throws what failed, where another attempt would not help, or after too long */
  failed(error: unknown): Promise<void>;
}

export function createPatience(
  { delayAfter }: Transport,
  { signal, outageTimeout = OUTAGE_MS, onOutage }: FollowOptions,
): Patience {
  let failures = 0;
  let since = performance.now();
  return {
    succeeded() {
      failures = 0;
      since = performance.now();
    },
    async failed(error) {
      signal?.throwIfAborted();
      const delayMs = delayAfter(error, Math.min(failures, 10), true);
      if (delayMs === undefined || performance.now() + delayMs - since > outageTimeout) throw error;
      if (failures === 0) onOutage?.(error);
      failures += 1;
      await pause(delayMs, signal);
    },
  };
}
