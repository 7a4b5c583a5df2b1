import { sleep } from '@taskfold/runtime';

/**
 * Waits until a condition holds.
 *
 * @throws when it does not within the time
 */
export async function until(holds: () => boolean, timeoutMs = 20_000): Promise<void> {
  const signal = AbortSignal.timeout(timeoutMs);
  while (!holds()) await sleep(20, signal);
}
