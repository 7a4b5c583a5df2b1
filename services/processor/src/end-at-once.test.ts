import type { Lifecycle } from '@taskfold/runtime';
import { expect, test } from 'vitest';
import { endAtOnce } from './end-at-once.ts';

type Release = Parameters<Lifecycle['onRelease']>[1];

function stoppable() {
  const controller = new AbortController();
  const releases: Release[] = [];
  const lifecycle = {
    signal: controller.signal,
    onRelease: (_name: string, release: Release) => void releases.push(release),
  };
  return { lifecycle, controller, release: async () => await releases[0]?.(controller.signal) };
}

test('a role ends when the stop begins, once, and its release waits for it', async () => {
  const { lifecycle, controller, release } = stoppable();
  const ended = Promise.withResolvers<void>();
  let stops = 0;
  endAtOnce(lifecycle, 'role', () => {
    stops++;
    return ended.promise;
  });
  expect(stops).toBe(0);
  controller.abort();
  expect(stops).toBe(1);
  let isReleased = false;
  const released = release().then(() => {
    isReleased = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isReleased).toBe(false);
  ended.resolve();
  await released;
  expect(stops).toBe(1);
});

test('a role that fails to end says so in its release', async () => {
  const { lifecycle, controller, release } = stoppable();
  endAtOnce(lifecycle, 'role', async () => {
    throw new Error('the broker is away');
  });
  controller.abort();
  await expect(release()).rejects.toThrow('the broker is away');
});
