import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFloodBreaker } from './flood-breaker.ts';

describe('the flood breaker', () => {
  const options = { limit: 200, window: 1000 };
  const times = (count: number, isDead: boolean) => Array<boolean>(count).fill(isDead);
  const records = (dead: readonly boolean[], from = 0) =>
    dead.map((isDead, index) => ({ offset: from + index, isDead }));

  it('judges as counting one by one does', () => {
    const chunks = fc.array(fc.array(fc.boolean(), { maxLength: 12 }), { maxLength: 12 });
    fc.assert(
      fc.property(
        chunks,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 9 }),
        (log, limit, window) => {
          const breaker = createFloodBreaker({ limit, window });
          const seen: boolean[] = [];
          for (const chunk of log) {
            const expected = chunk.some((_dead, index) => {
              const last = [...seen, ...chunk.slice(0, index + 1)].slice(-window);
              return last.filter(Boolean).length >= limit;
            });
            const judged = breaker.after(records(chunk, seen.length));
            expect(judged.isFlood).toBe(expected || seen.slice(-window).filter(Boolean).length >= limit);
            judged.keep();
            seen.push(...chunk);
          }
        },
      ),
    );
  });

  it('stops at 200 dead letters among the last 1000 records', () => {
    expect(createFloodBreaker(options).after(records(times(199, true))).isFlood).toBe(false);
    expect(createFloodBreaker(options).after(records(times(200, true))).isFlood).toBe(true);
    const breaker = createFloodBreaker(options);
    breaker.after(records([...times(199, true), ...times(801, false)])).keep();
    expect(breaker.after(records([true, false], 1000)).isFlood).toBe(false);
  });

  it('counts a chunk that is tried again once', () => {
    const breaker = createFloodBreaker(options);
    for (let attempt = 0; attempt < 5; attempt++) breaker.after(records(times(150, true)));
    expect(breaker.after(records(times(150, true))).isFlood).toBe(false);
  });

  it('counts records once that come again after a fail-over', () => {
    const breaker = createFloodBreaker(options);
    breaker.after(records(times(150, true))).keep();
    const again = breaker.after(records(times(150, true)));
    expect(again.isFlood).toBe(false);
    again.keep();
    expect(breaker.after(records(times(50, true), 150)).isFlood).toBe(true);
  });

  it('can be switched off', () => {
    expect(createFloodBreaker({ limit: 0, window: 10 }).after(records(times(10, true))).isFlood).toBe(false);
  });
});
