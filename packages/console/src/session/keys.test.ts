import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  activeOf,
  type BrowserSession,
  keptText,
  keyStart,
  NO_KEYS,
  parseKeys,
  withActive,
  withKey,
  withoutKey,
  withRefused,
  withSessions,
  withThisKey,
} from './keys.ts';

const [FIRST, SECOND] = ['sk-first-0123456789', 'sk-second-0123456789'];
const two = withKey(withKey(NO_KEYS, FIRST, 'first', 'a'), SECOND, '', 'b');
const ofBrowser = (id: string, label = ''): BrowserSession => ({ id, keyStart: 'sk-browser00', label });
const idsOf = ({ all }: typeof two) => all.map(({ id }) => id);
const refusedOf = ({ all }: typeof two) => all.map(({ refused }) => refused);

test('the key that came last is active, and another can be', () => {
  expect(activeOf(two)?.credential).toEqual({ kind: 'key', key: SECOND });
  expect(activeOf(withActive(two, 'a'))?.label).toBe('first');
  expect(withActive(two, 'none')).toBe(two);
});

test('a key comes once, and is good again when it comes again', () => {
  const first = withThisKey(two, FIRST);
  if (first === undefined) throw new Error('it is there');
  const refused = withRefused(two, first.credential);
  expect(refusedOf(refused)).toEqual([true, false]);
  expect(withRefused(refused, first.credential)).toBe(refused);
  const again = withKey(refused, FIRST, '', 'c');
  expect(again.all.map(({ id, label, refused: bad }) => [id, label, bad])).toEqual([
    ['a', 'first', false],
    ['b', '', false],
  ]);
  expect(again.active).toBe('a');
  expect(activeOf(again)?.credential).toBe(first.credential);
});

test('without the active one the next is active, and in the end none', () => {
  const one = withoutKey(two, 'b');
  expect(one.active).toBe('a');
  expect(withoutKey(one, 'a')).toEqual(NO_KEYS);
});

test('of a key no more is shown than its first characters', () => {
  const [entry] = withKey(NO_KEYS, 'sk-abcdefghijklmnop', '', 'a').all;
  expect(entry && keyStart(entry)).toBe('sk-abcdefghi…');
});

test('sessions of the browser stand beside the keys of the tab, whose choice stays', () => {
  const both = withSessions(two, [ofBrowser('s'), ofBrowser('t', 'team')]);
  expect([idsOf(both), both.active]).toEqual([['a', 'b', 's', 't'], 'b']);
  expect(activeOf(withActive(both, 't'))).toMatchObject({
    ...{ label: 'team', keyStart: 'sk-browser00' },
    credential: { kind: 'session', sessionId: 't' },
  });
});

test('where nothing is active the session that came last is; one that is gone is active no more', () => {
  const fresh = withSessions(NO_KEYS, [ofBrowser('s'), ofBrowser('t')]);
  expect(fresh.active).toBe('t');
  expect(withSessions(fresh, [ofBrowser('s')]).active).toBe('s');
  expect(withSessions(fresh, [])).toEqual(NO_KEYS);
});

test('a session that was refused stays so when it is listed again, and is asked with by the same object', () => {
  const held = withSessions(NO_KEYS, [ofBrowser('s')]);
  const credential = activeOf(held)?.credential ?? { kind: 'session', sessionId: 'none' };
  const again = withSessions(withRefused(held, credential), [ofBrowser('s'), ofBrowser('t')]);
  expect(refusedOf(again)).toEqual([true, false]);
  expect(activeOf(again)?.credential).toBe(credential);
});

test('what the tab kept comes back, and anything else is nothing', () => {
  expect(parseKeys(keptText(two))).toEqual(two);
  for (const text of [null, '', '[]', '{"all":[{}]}', '{"all":3}', 'null'])
    expect(parseKeys(text)).toEqual(NO_KEYS);
});

test('the tab keeps nothing of a session but that it was the active one', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.uuid(), { minLength: 1 }), fc.nat(), (ids, place) => {
      const both = withSessions(
        two,
        ids.map((id) => ofBrowser(id, 'label')),
      );
      const chosen = ids[place % ids.length] ?? '';
      const kept = keptText(withActive(both, chosen));
      expect(JSON.parse(kept)).toEqual({ ...JSON.parse(keptText(two)), active: chosen });
      const back = withSessions(
        parseKeys(kept),
        ids.map((id) => ofBrowser(id)),
      );
      expect([idsOf(back), back.active]).toEqual([['a', 'b', ...ids], chosen]);
    }),
  );
});
