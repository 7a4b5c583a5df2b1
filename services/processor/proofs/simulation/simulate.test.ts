import { expect, test } from 'vitest';
import { createReached } from './reachability.ts';
import { simulate } from './simulate.ts';

const SEEDS = 200;

test('no seed breaks a rule, and every situation is met', { timeout: 60_000 }, async () => {
  const reached = createReached();
  for (let seed = 1; seed <= SEEDS; seed++) {
    const result = await simulate(seed);
    expect(result.violation, `npm run simulate -- --seed ${seed}`).toBeNull();
    reached.add(result.reached);
  }
  expect(reached.missing()).toEqual([]);
});

test('a seed determines everything that happens', async () => {
  const [first, second, other] = [await simulate(7), await simulate(7), await simulate(8)];
  expect(first.trace.length).toBeGreaterThan(500);
  expect(second.trace).toEqual(first.trace);
  expect(other.trace).not.toEqual(first.trace);
});
