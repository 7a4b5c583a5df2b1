import type { WrittenChange } from '@taskfold/database';
import { expect, test } from 'vitest';
import { createProgress } from './progress.ts';

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
      [0, { nextPosition: 50, resendFrom: 20 }],
      [1, { nextPosition: 7, resendFrom: 7 }],
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
  expect(progress.positions().get(0)).toEqual({ nextPosition: 22, resendFrom: 20 });
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
  expect(progress.settled().get(0)).toEqual({ nextPosition: 21, resendFrom: 21 });
});

const positionsOf = (nextPosition: number, resendFrom: number) =>
  new Map([
    [0, { nextPosition, resendFrom }],
    [1, { nextPosition: 7, resendFrom: 7 }],
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
  expect(progress.positions().get(0)).toEqual({ nextPosition: 55, resendFrom: 20 });
});
