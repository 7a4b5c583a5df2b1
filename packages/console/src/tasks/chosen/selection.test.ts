import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  chosenTo,
  firstOf,
  MOST_CHOSEN,
  NONE_CHOSEN,
  type OrderedRows,
  type Selection,
  toggled,
} from './selection.ts';

function rowsOf(count: number): OrderedRows {
  const ids = Array.from({ length: count }, (_, place) => `t${place}`);
  return {
    length: count,
    at: (place) => (ids[place] === undefined ? undefined : { task_id: ids[place] }),
    placeOf: (id) => ids.indexOf(id),
  };
}

test('a range holds every row between its ends, whichever comes first, and what was chosen before', () => {
  const rows = rowsOf(50);
  fc.assert(
    fc.property(fc.nat(49), fc.nat(49), fc.uniqueArray(fc.nat(49)), (from, to, before) => {
      const start = before.reduce<Selection>((held, place) => toggled(held, `t${place}`), NONE_CHOSEN);
      const begun = start.ids.has(`t${from}`) ? start : toggled(start, `t${from}`);
      const { ids } = chosenTo({ ...begun, anchor: `t${from}` }, `t${to}`, rows);
      const [low, high] = [Math.min(from, to), Math.max(from, to)];
      for (let place = 0; place < 50; place += 1) {
        expect(ids.has(`t${place}`)).toBe((place >= low && place <= high) || before.includes(place));
      }
    }),
  );
});

test('one is chosen and no longer, and a range without a beginning is one', () => {
  const one = toggled(NONE_CHOSEN, 't3');
  expect([...one.ids]).toEqual(['t3']);
  expect(toggled(one, 't3').ids.size).toBe(0);
  expect([...chosenTo(NONE_CHOSEN, 't5', rowsOf(9)).ids]).toEqual(['t5']);
  expect([...chosenTo({ ids: new Set(['gone']), anchor: 'gone' }, 't5', rowsOf(9)).ids]).toEqual([
    'gone',
    't5',
  ]);
});

test('no more are chosen than something is done to', () => {
  const rows = rowsOf(MOST_CHOSEN + 50);
  expect(firstOf(rows).ids.size).toBe(MOST_CHOSEN);
  expect(firstOf(rowsOf(3)).ids).toEqual(new Set(['t0', 't1', 't2']));
  const all = chosenTo(toggled(NONE_CHOSEN, 't0'), `t${MOST_CHOSEN + 49}`, rows);
  expect(all.ids.size).toBe(MOST_CHOSEN);
});
