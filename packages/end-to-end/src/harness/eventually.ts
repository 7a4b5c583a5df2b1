import { sleep } from '@taskfold/runtime';

const INTERVAL_MS = 20;

/**
 * Asks again and again until the answer is not `undefined`.
 *
 * @param what the sentence of the failure: "the task is shown"
 * @throws when that takes longer than `timeoutMs`; what `ask` throws ends it at once
 */
export async function eventually<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined>,
  timeoutMs = 30_000,
): Promise<Answer> {
  const signal = AbortSignal.timeout(timeoutMs);
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(INTERVAL_MS, signal).catch(() => {
      throw new Error(`not within ${timeoutMs} ms: ${what}`);
    });
  }
}
