import type { Lifecycle } from '@taskfold/runtime';

/**
 * Ends a role as soon as the stop begins, and not in its turn: others wait for its partitions or its lease, and shall not wait
 * for what the roles before it have in hand. In its turn its end is waited for.
 */
export function endAtOnce(
  lifecycle: Pick<Lifecycle, 'signal' | 'onRelease'>,
  name: string,
  stop: () => Promise<void>,
): void {
  let ended: Promise<void> | undefined;
  const end = () => {
    ended ??= stop();
    return ended;
  };
  // What it rejects with is told when it is released.
  lifecycle.signal.addEventListener('abort', () => void end().catch(() => {}), { once: true });
  lifecycle.onRelease(name, end);
}
