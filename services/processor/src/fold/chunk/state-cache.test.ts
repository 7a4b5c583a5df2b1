import { emptyState } from '@taskfold/fold';
import { expect, it } from 'vitest';
import { createStateCache } from './state-cache.ts';

const row = { nextOffset: 5, writer: 'mine', nextPosition: 2 };
const states = (...ids: string[]) => new Map(ids.map((id) => [id, emptyState('tenant', id)]));

it('holds while the row is the one that was written', () => {
  const cache = createStateCache({ maxEntries: 10, maxBytes: 100_000 });
  cache.store(states('a'), row);
  cache.validate({ ...row });
  expect(cache.get('a')?.taskId).toBe('a');
});

it.each([{ nextOffset: 6 }, { writer: 'another' }])('is forgotten when the row shows %o', (other) => {
  const cache = createStateCache({ maxEntries: 10, maxBytes: 100_000 });
  cache.store(states('a'), row);
  cache.validate({ ...row, ...other });
  expect(cache.get('a')).toBeUndefined();
});

it('drops the least recently used beyond its limits', () => {
  const cache = createStateCache({ maxEntries: 2, maxBytes: 100_000 });
  cache.store(states('a', 'b'), row);
  cache.get('a');
  cache.store(states('c'), row);
  expect(['a', 'b', 'c'].map((key) => cache.get(key) !== undefined)).toEqual([true, false, true]);
  const small = createStateCache({ maxEntries: 10, maxBytes: 2100 });
  small.store(states('a', 'b', 'c'), row);
  expect(small.size).toBe(2);
});
