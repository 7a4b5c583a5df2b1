import { expect, test } from 'vitest';
import { risingIds } from './event-id.ts';

test('ids rise, within a millisecond and when the clock is set back', () => {
  const newId = risingIds();
  const ids = Array.from({ length: 2000 }, (_, index) => newId(Date.now() - index * 7));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
  expect(ids[0]).toMatch(/^evt_[0-9A-HJKMNP-TV-Z]{26}$/);
});

test('the time stands at the front, as ULIDs have it', () => {
  const time = Date.now() + 60_000;
  const digits = risingIds()(time).slice(4, 14);
  const read = [...digits].reduce(
    (sum, digit) => sum * 32 + '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(digit),
    0,
  );
  expect(read).toBe(time);
});
