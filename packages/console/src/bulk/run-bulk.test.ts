import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BulkOutcome, runBulk } from './run-bulk.ts';

test('every item has one outcome, in their order, and never more are asked for at a time', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ fails: fc.boolean(), turns: fc.nat({ max: 3 }) }), { maxLength: 30 }),
      fc.integer({ min: 1, max: 6 }),
      fc.nat({ max: 40 }),
      async (items, atOnce, stopAfter) => {
        const stop = new AbortController();
        const begun: number[] = [];
        const outcomes = new Map<number, BulkOutcome>();
        let [running, most] = [0, 0];
        await runBulk([...items.keys()], {
          atOnce,
          stop: stop.signal,
          act: async (index) => {
            begun.push(index);
            if (begun.length > stopAfter) stop.abort();
            running += 1;
            most = Math.max(most, running);
            for (let turn = items[index]?.turns ?? 0; turn > 0; turn -= 1) await Promise.resolve();
            running -= 1;
            if (items[index]?.fails) throw new Error(String(index));
          },
          onOutcome: (index, outcome) => {
            expect(outcomes.has(index)).toBe(false);
            outcomes.set(index, outcome);
          },
        });
        expect([...outcomes.keys()].sort((a, b) => a - b)).toEqual([...items.keys()]);
        expect(begun).toEqual([...begun].sort((a, b) => a - b));
        expect(most).toBeLessThanOrEqual(atOnce);
        // What was begun is told as it ended, also where somebody stopped meanwhile.
        for (const [index, { kind }] of outcomes) {
          expect(kind).toBe(!begun.includes(index) ? 'left' : items[index]?.fails ? 'failed' : 'done');
        }
        if (begun.length < items.length) expect(stop.signal.aborted).toBe(true);
      },
    ),
  );
});
