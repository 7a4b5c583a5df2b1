import { expect, test } from 'vitest';
import { namesOf, withMatcher } from './parse.ts';
import { rises } from './rises.ts';

test('every series and label of an expression is found', () => {
  expect(
    namesOf(
      'sum by (a) (rate(x_total{b="1",c=~"2"}[5m])) / on (d) group_left (e) max without (f) (y) or absent(z{})',
    ),
  ).toEqual({
    series: [
      { metric: 'x_total', labels: ['b', 'c'] },
      { metric: 'y', labels: [] },
      { metric: 'z', labels: [] },
    ],
    grouping: ['a', 'd', 'e', 'f'],
  });
  expect(() => namesOf('sum(x')).toThrow('no PromQL');
  expect(() => namesOf('{a="1"}')).toThrow('without a name');
});

test('a matcher is put into every selector', () => {
  expect(withMatcher(`sum(${rises('x{a="1"}', '5m')}) > absent(y) + z{}`, 'n="s"')).toBe(
    'sum(((x{n="s",a="1"} unless x{n="s",a="1"} offset 5m) or increase(x{n="s",a="1"}[5m]))) > absent(y{n="s"}) + z{n="s"}',
  );
});
