import { sleep } from './sleep.ts';

/**
 * Works again and again, with a pause after each time, until the signal is aborted. Never rejects.
 *
 * @param pauseMs milliseconds
 * @param onError told of what the work threw; the next time comes all the same
 */
export async function every(
  pauseMs: number,
  signal: AbortSignal,
  work: () => Promise<void>,
  onError: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
    } catch (error) {
      if (signal.aborted) return;
      onError(error);
    }
    await sleep(pauseMs, signal).catch(() => {});
  }
}
