import { expect, it } from 'vitest';
import { createLagHeader } from './lag-header.ts';

function notes(...answers: readonly (number | null | Error)[]) {
  const clock = { now: 0 };
  const stop = new AbortController();
  const left = [...answers];
  const made = createLagHeader({
    read: async () => {
      const answer = left.shift();
      if (left.length === 0) stop.abort();
      if (answer instanceof Error) throw answer;
      return answer ?? null;
    },
    logger: { warn: () => {} },
    intervalMs: 0,
    now: () => clock.now,
  });
  return { clock, headers: made.headers, run: () => made.run(stop.signal) };
}

it('says nothing where nothing is known', async () => {
  const { headers, run } = notes(null);
  expect(headers()).toEqual([]);
  await run();
  expect(headers()).toEqual([]);
});

it('rounds up to tenths of a second', async () => {
  const { headers, run } = notes(0.01);
  await run();
  expect(headers()).toEqual(['Task-Projection-Lag', '0.1']);
});

it('adds its own age once it cannot be asked for', async () => {
  const { clock, headers, run } = notes(2, new Error('away'));
  await run();
  clock.now = 4000;
  expect(headers()).toEqual(['Task-Projection-Lag', '2']);
  clock.now = 60_000;
  expect(headers()).toEqual(['Task-Projection-Lag', '62']);
});
