import { expect, test } from 'vitest';
import { cachedToken } from './cached-token.ts';

/** A clock that is set by hand, and tokens t1, t2 … of 100 s, or of so many milliseconds. */
function issuer(lifeMs = 100_000) {
  const state = { now: 1_000_000, issued: 0, isAway: false };
  const ask = cachedToken(
    async () => {
      if (state.isAway) throw new Error('away');
      state.issued += 1;
      return { value: `t${state.issued}`, expiresAtMs: state.now + lifeMs };
    },
    () => state.now,
  );
  return { state, ask };
}

test('one token serves until most of its life is over, and those who ask at once share one', async () => {
  const { state, ask } = issuer();
  expect(await Promise.all([ask(), ask()])).toEqual(['t1', 't1']);
  state.now += 69_000;
  expect(await ask()).toBe('t1');
  state.now += 2000;
  expect(await ask()).toBe('t2');
  expect(state.issued).toBe(2);
});

test('one that ends soon is renewed while it is of use', async () => {
  const { state, ask } = issuer(3000);
  expect(await ask()).toBe('t1');
  state.now += 999;
  expect(await ask()).toBe('t1');
  state.now += 1;
  expect(await ask()).toBe('t2');
});

test('an old one serves to its end where none can be had, and what is wrong is told after that', async () => {
  const { state, ask } = issuer();
  await ask();
  state.isAway = true;
  state.now += 97_000;
  expect(await ask()).toBe('t1');
  state.now += 1500;
  await expect(ask()).rejects.toThrow('away');
  state.isAway = false;
  expect(await ask()).toBe('t2');
});
