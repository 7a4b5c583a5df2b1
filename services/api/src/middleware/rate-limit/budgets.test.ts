import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBudgets } from './budgets.ts';

function setUp({ quota = 3, windowSeconds = 60, maxNames = 10 } = {}) {
  const clock = { now: 0 };
  return { clock, budgets: createBudgets({ quota, windowSeconds, maxNames, now: () => clock.now }) };
}

describe('a budget', () => {
  it('is used up, and comes back bit by bit', () => {
    const { clock, budgets } = setUp();
    expect(budgets.take('a')).toEqual({ allowed: true, remaining: 2, fullInSeconds: 20, nextInSeconds: 0 });
    budgets.take('a');
    expect(budgets.take('a')).toEqual({ allowed: true, remaining: 0, fullInSeconds: 60, nextInSeconds: 20 });
    expect(budgets.take('a')).toEqual({ allowed: false, remaining: 0, fullInSeconds: 60, nextInSeconds: 20 });
    clock.now = 19_999;
    expect(budgets.take('a').allowed).toBe(false);
    clock.now = 20_000;
    expect(budgets.look('a')).toMatchObject({ allowed: true, remaining: 1 });
    expect(budgets.take('a').allowed).toBe(true);
    clock.now = 1e9;
    expect(budgets.look('a')).toEqual({ allowed: true, remaining: 3, fullInSeconds: 0, nextInSeconds: 0 });
  });

  it('is one for each name', () => {
    const { budgets } = setUp({ quota: 1 });
    expect(budgets.take('a').allowed).toBe(true);
    expect(budgets.take('b').allowed).toBe(true);
    expect(budgets.take('a').allowed).toBe(false);
  });

  it('forgets the name that was used least recently', () => {
    const { budgets } = setUp({ quota: 1, maxNames: 2 });
    for (const name of ['a', 'b', 'a', 'c']) budgets.take(name);
    expect(budgets.look('a').allowed).toBe(false);
    expect(budgets.look('b').allowed).toBe(true);
  });

  it('never lets more through than it holds and what came back', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 200 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 20 }), (waits, quota) => {
        const { clock, budgets } = setUp({ quota });
        let allowed = 0;
        for (const wait of waits) {
          clock.now += wait;
          if (budgets.take('a').allowed) allowed += 1;
        }
        expect(allowed).toBeLessThanOrEqual(quota + (clock.now / 60_000) * quota + 1e-6);
      }),
    );
  });
});
