import type { WrittenChange } from '@taskfold/database';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createProgress } from './progress.ts';
import type { RelayMark } from './relay-positions.ts';

const change = (partition: number, position: number): WrittenChange => ({
  partition,
  position,
  tenantId: 'acme',
  taskId: 'task',
  revision: 1,
  writtenAt: '2026-11-25T00:00:00.000000Z' as WrittenChange['writtenAt'],
});

function at(seconds: { now: number }) {
  return createProgress(
    new Map([
      [0, { nextPosition: 50, resendFrom: 20, marks: [] }],
      [1, { nextPosition: 7, resendFrom: 7, marks: [] }],
    ]),
    () => seconds.now * 1000,
  );
}

test('begins where late sends of the last leader may begin, and leaves the same to its successor', () => {
  const progress = at({ now: 0 });
  expect(progress.next()).toEqual(
    new Map([
      [0, 20],
      [1, 7],
    ]),
  );
  progress.advance([change(0, 20), change(0, 21), change(1, 9), change(1, 8)]);
  expect(progress.next().get(0)).toBe(22);
  expect(progress.next().get(1)).toBe(10);
  expect(progress.positions().get(0)).toEqual({
    nextPosition: 22,
    resendFrom: 20,
    marks: [{ ageMs: 0, position: 22 }],
  });
});

test('a successor sends again what the last minute sent, not more', () => {
  const time = { now: 0 };
  const progress = at(time);
  for (time.now = 1; time.now <= 300; time.now++) {
    progress.advance([change(0, 100 + time.now)]);
    const { nextPosition = 0, resendFrom = 0 } = progress.positions().get(0) ?? {};
    expect(nextPosition).toBe(101 + time.now);
    if (time.now < 60) expect(resendFrom).toBe(20);
    const secondsBack = nextPosition - resendFrom;
    if (time.now > 70) expect(secondsBack).toBeGreaterThanOrEqual(60);
    if (time.now > 70) expect(secondsBack).toBeLessThanOrEqual(66);
  }
});

test('a leader that ends in order leaves nothing in doubt', () => {
  const progress = at({ now: 0 });
  progress.advance([change(0, 20)]);
  expect(progress.settled().get(0)).toEqual({ nextPosition: 21, resendFrom: 21, marks: [] });
});

const positionsOf = (nextPosition: number, resendFrom: number) =>
  new Map([
    [0, { nextPosition, resendFrom, marks: [] }],
    [1, { nextPosition: 7, resendFrom: 7, marks: [] }],
  ]);

test('after a failure goes on from what is stored, whether the last save arrived or not', () => {
  for (const arrived of [false, true]) {
    const progress = at({ now: 0 });
    progress.advance([change(0, 60)]);
    progress.saving(progress.positions());
    progress.saved();
    progress.advance([change(0, 70)]);
    progress.saving(progress.positions());
    expect(progress.resume(positionsOf(arrived ? 71 : 61, 20))).toBe(true);
    expect(progress.next().get(0)).toBe(arrived ? 71 : 61);
    expect(progress.left().get(0)).toBe(arrived ? 71 : 61);
  }
});

test('what is to be sent again at the beginning of a term is not passed by after a failure', () => {
  const progress = at({ now: 0 });
  expect(progress.resume(positionsOf(50, 20))).toBe(true);
  expect(progress.next().get(0)).toBe(20);
});

test('a database that lost commits stands where nothing was left', () => {
  const time = { now: 0 };
  const progress = at(time);
  progress.advance([change(0, 60)]);
  progress.saving(progress.positions());
  progress.saved();
  expect(progress.resume(positionsOf(55, 40))).toBe(false);
  expect(progress.next().get(0)).toBe(55);
  time.now = 200;
  // What was published before the term began is settled by now.
  expect(progress.positions().get(0)).toMatchObject({ nextPosition: 55, resendFrom: 50 });
});

test('leaders that follow one another within a minute each begin where the relay stood a minute ago', () => {
  const SECONDS = 400;
  const terms = fc.array(fc.integer({ min: 1, max: 45 }), { minLength: 20, maxLength: 40 });
  fc.assert(
    fc.property(terms, (lengths) => {
      // A position a second, each published at once.
      let stored = new Map([[0, { nextPosition: 0, resendFrom: 0, marks: [] as RelayMark[] }]]);
      let now = 0;
      for (const length of lengths) {
        if (now > SECONDS) break;
        const progress = createProgress(stored, () => now * 1000);
        const begin = progress.next().get(0) ?? Number.NaN;
        expect(begin).toBeLessThanOrEqual(Math.max(0, now - 60));
        // The marks of the leader before are five seconds apart, and one for each beginning.
        expect(begin).toBeGreaterThanOrEqual(now - 66);
        for (const end = now + length; now < end; ) {
          now++;
          progress.advance([change(0, now - 1)]);
          const saved = progress.positions().get(0);
          if (saved === undefined) throw new Error('a partition has a position');
          expect(saved.marks.length).toBeLessThanOrEqual(80);
          stored = new Map([[0, { ...saved, marks: [...saved.marks] }]]);
        }
      }
    }),
  );
});

test('what a leader had not sent again yet when it ended, its successor sends again however long that was ago', () => {
  const time = { now: 0 };
  const first = at(time);
  first.advance([change(0, 25)]);
  const left = first.positions();
  const { nextPosition, resendFrom, marks } = left.get(0) ?? { nextPosition: 0, resendFrom: 0, marks: [] };
  const old = marks.map((mark) => ({ ...mark, ageMs: mark.ageMs + 600_000 }));
  const second = createProgress(new Map([[0, { nextPosition, resendFrom, marks: old }]]), () => 700_000);
  expect(second.next().get(0)).toBe(26);
});

test('marks that a leader of an earlier version has left below its own beginning count for nothing', () => {
  const stale = [{ ageMs: 1000, position: 30 }];
  const progress = createProgress(
    new Map([[0, { nextPosition: 90, resendFrom: 40, marks: stale }]]),
    () => 0,
  );
  expect(progress.next().get(0)).toBe(40);
});
