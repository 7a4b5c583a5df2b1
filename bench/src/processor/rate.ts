import { setTimeout as wait } from 'node:timers/promises';

export interface Rate {
  readonly events: number;
  readonly seconds: number;
  readonly perSecond: number;
}

/**
 * Events a second from the moment that the first is visible to the moment that the last is, so that the start of the
 * process and of its consumer group counts for nobody.
 *
 * @param visible how many events are visible by now
 */
export async function measureRate(
  visible: () => Promise<number>,
  total: number,
  pollMs: number,
): Promise<Rate> {
  const deadline = performance.now() + 900_000;
  let first: { readonly at: number; readonly count: number } | null = null;
  for (;;) {
    const count = await visible();
    const at = performance.now();
    if (first === null && count > 0) first = { at, count };
    if (first !== null && count >= total) {
      const events = total - first.count;
      const seconds = (at - first.at) / 1000;
      return { events, seconds, perSecond: events / seconds };
    }
    if (at > deadline) throw new Error(`only ${count} of ${total} events became visible within 15 minutes`);
    await wait(pollMs);
  }
}
