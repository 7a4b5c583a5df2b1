import { MAX_WARNINGS } from '@taskfold/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventKey, Warning } from '../state.ts';
import { at, shuffled } from '../testing/index.ts';
import { joinWarnings } from './warnings.ts';

interface Warned {
  readonly key: EventKey;
  readonly count: number;
}

const warned = fc.record({
  key: fc.record({
    time: fc.integer({ min: 0, max: 5 }).map((seconds) => at(seconds)),
    source: fc.constantFrom('/a', '/b'),
    id: fc.integer({ min: 0, max: 99 }).map(String),
  }),
  count: fc.integer({ min: 0, max: 12 }),
});
const manyWarned = fc.uniqueArray(warned, {
  minLength: 10,
  maxLength: 40,
  size: 'max',
  selector: ({ key }) => `${key.source} ${key.id}`,
});

describe('joinWarnings', () => {
  it('gives an absent field as null and numbers the warnings of an event', () => {
    const key = { time: at(1), source: '/a', id: '1' };
    expect(
      joinWarnings([], key, [
        { code: 'slow', message: 'Slow.' },
        { code: 'odd', message: 'Odd.', field: '/input' },
      ]),
    ).toEqual([
      { key, index: 0, code: 'slow', message: 'Slow.', field: null },
      { key, index: 1, code: 'odd', message: 'Odd.', field: '/input' },
    ]);
  });

  it('keeps the first hundred by (time, source, id, index) in whatever order and however often they come', () => {
    const cases = manyWarned.chain((list) =>
      fc.tuple(fc.constant(list), fc.subarray(list)).chain(([all, repeated]) => {
        return fc.tuple(fc.constant(all), shuffled([...all, ...repeated]));
      }),
    );
    fc.assert(
      fc.property(cases, ([list, reordered]) => {
        const expected = list.flatMap(namesOf).sort().slice(0, MAX_WARNINGS);
        expect(joinAll(list).map(nameOf)).toEqual(expected);
        expect(joinAll(reordered)).toEqual(joinAll(list));
      }),
    );
  });
});

function joinAll(list: readonly Warned[]): readonly Warning[] {
  return list.reduce<readonly Warning[]>((warnings, { key, count }) => {
    const added = Array.from({ length: count }, () => ({ code: 'slow', message: 'Slow.' }));
    return joinWarnings(warnings, key, added);
  }, []);
}

function namesOf({ key, count }: Warned): string[] {
  return Array.from({ length: count }, (_, index) => nameOf({ key, index }));
}

function nameOf({ key, index }: Pick<Warning, 'key' | 'index'>): string {
  return [key.time, key.source, key.id, String(index).padStart(3, '0')].join('\u0000');
}
