import { expect, test } from 'vitest';
import {
  activeOf,
  keyStart,
  NO_KEYS,
  parseKeys,
  withActive,
  withKey,
  withoutKey,
  withRefused,
} from './keys.ts';

const two = withKey(withKey(NO_KEYS, 'sk-first-0123456789', 'first', 'a'), 'sk-second-0123456789', '', 'b');

test('the key that came last is active, and another can be', () => {
  expect(activeOf(two)?.key).toBe('sk-second-0123456789');
  expect(activeOf(withActive(two, 'a'))?.label).toBe('first');
  expect(withActive(two, 'none')).toBe(two);
});

test('a key comes once, and is good again when it comes again', () => {
  const refused = withRefused(two, 'a');
  expect(refused.all.map((each) => each.refused)).toEqual([true, false]);
  const again = withKey(refused, 'sk-first-0123456789', '', 'c');
  expect(again.all.map(({ id, label, refused: bad }) => [id, label, bad])).toEqual([
    ['a', 'first', false],
    ['b', '', false],
  ]);
  expect(again.active).toBe('a');
});

test('without the active one the next is active, and in the end none', () => {
  const one = withoutKey(two, 'b');
  expect(one.active).toBe('a');
  expect(withoutKey(one, 'a')).toEqual(NO_KEYS);
});

test('of a key no more is shown than its first characters', () => {
  expect(keyStart('sk-abcdefghijklmnop')).toBe('sk-abcdefghi…');
});

test('what the tab kept comes back, and anything else is nothing', () => {
  expect(parseKeys(JSON.stringify(two))).toEqual(two);
  for (const text of [null, '', '[]', '{"all":[{}]}', '{"all":3}', 'null'])
    expect(parseKeys(text)).toEqual(NO_KEYS);
});
