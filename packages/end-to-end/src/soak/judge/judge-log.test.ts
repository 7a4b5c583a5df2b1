import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FINDING_KINDS, Findings } from '../findings.ts';
import type { SentGroup } from '../workload/ledger.ts';
import { judgeLog } from './judge-log.ts';

/** Groups of a task as its producer has sent them: each number once but for repeats on purpose, some groups again. */
const sent = fc
  .array(
    fc.record({
      size: fc.integer({ min: 1, max: 4 }),
      repeatsFirst: fc.boolean(),
      attempts: fc.integer({ min: 1, max: 3 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((plan) => {
    let next = 0;
    return plan.map(({ size, repeatsFirst, attempts }): SentGroup => {
      const numbers = Array.from({ length: size }, () => next++);
      if (repeatsFirst && numbers[0] !== undefined) numbers.push(numbers[0]);
      return { numbers, attempts, isAcked: true };
    });
  });

/** What a broker may make of them: each attempt but the last landed or not. Those of a group follow one another. */
const logs = sent.chain((groups) =>
  fc.tuple(...groups.map(({ attempts }) => fc.integer({ min: 1, max: attempts }))).map((copies) => ({
    groups,
    numbers: groups.flatMap(({ numbers }, at) => Array(copies[at]).fill(numbers).flat()),
  })),
);

function found(groups: SentGroup[], numbers: readonly number[]) {
  const findings = new Findings();
  judgeLog({ groups, life: { taskId: 't', end: 'task.succeeded', callbacks: [] } }, numbers, findings);
  return Object.fromEntries(FINDING_KINDS.map((kind) => [kind, findings.count(kind)]));
}

const NOTHING = { lost: 0, doubled: 0, wrong: 0, late: 0 };

describe('judgeLog', () => {
  test('finds nothing in what a broker may make of what was sent', () => {
    fc.assert(
      fc.property(logs, ({ groups, numbers }) => {
        expect(found(groups, numbers)).toEqual(NOTHING);
      }),
    );
  });

  test('finds nothing where the last group was never acknowledged, and is there or not', () => {
    fc.assert(
      fc.property(logs, fc.boolean(), ({ groups, numbers }, isThere) => {
        const last = { numbers: [1000, 1001], attempts: 2, isAcked: false };
        expect(found([...groups, last], isThere ? [...numbers, 1000, 1001] : numbers)).toEqual(NOTHING);
      }),
    );
  });

  test('finds an acknowledged event that is not there', () => {
    fc.assert(
      fc.property(logs, fc.nat(), ({ groups, numbers }, which) => {
        const gone = numbers[which % numbers.length];
        const { lost, doubled } = found(
          groups,
          numbers.filter((number) => number !== gone),
        );
        expect([lost, doubled]).toEqual([1, 0]);
      }),
    );
  });

  test('finds an event that is there more often than it was sent', () => {
    fc.assert(
      fc.property(logs, fc.nat(), ({ groups, numbers }, which) => {
        const twice = numbers[which % numbers.length] ?? 0;
        const most = groups
          .filter((group) => group.numbers.includes(twice))
          .reduce(
            (sum, group) => sum + group.attempts * group.numbers.filter((number) => number === twice).length,
            0,
          );
        const { lost, doubled } = found(groups, [...numbers, ...Array(most).fill(twice)]);
        expect([lost, doubled]).toEqual([0, 1]);
      }),
    );
  });

  test('finds an event that nobody has sent', () => {
    fc.assert(
      fc.property(logs, ({ groups, numbers }) => {
        expect(found(groups, [...numbers, 5000])).toEqual({ ...NOTHING, doubled: 1 });
      }),
    );
  });

  test('finds events in another order than they were sent in', () => {
    fc.assert(
      fc.property(logs, fc.nat(), ({ groups, numbers }, which) => {
        const order = [...new Set(numbers)];
        fc.pre(order.length > 1);
        const at = which % (order.length - 1);
        const [left, right] = [order[at], order[at + 1]];
        const swapped = numbers.map(
          (number) => (number === left ? right : number === right ? left : number) ?? 0,
        );
        expect(found(groups, swapped).wrong).toBe(1);
      }),
    );
  });
});
