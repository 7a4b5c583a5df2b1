import { describe, expect, it } from 'vitest';
import { createKeyLookups } from './key-lookups.ts';

/** A store whose answers are given by hand, and a clock that is moved by hand. */
function harness(maxEntries = 10) {
  const asked: string[] = [];
  const pending: PromiseWithResolvers<string | null>[] = [];
  let time = 0;
  const lookups = createKeyLookups<string>({
    find: (hash) => {
      asked.push(hash);
      const answer = Promise.withResolvers<string | null>();
      pending.push(answer);
      return answer.promise;
    },
    ttlMs: 1000,
    maxEntries,
    now: () => time,
  });
  return {
    lookups,
    asked,
    advance: (ms: number) => {
      time += ms;
    },
    answer: (value: string | null) => pending.shift()?.resolve(value),
    fail: (error: Error) => pending.shift()?.reject(error),
    async known(hash: string) {
      const found = lookups.load(hash);
      pending.shift()?.resolve(`key of ${hash}`);
      await found;
    },
  };
}

describe('key look-ups', () => {
  it('keep what was found until the time is up', async () => {
    const { lookups, known, advance } = harness();
    await known('a');
    advance(999);
    expect(lookups.cached('a')).toBe('key of a');
    advance(1);
    expect(lookups.cached('a')).toBeUndefined();
    expect(lookups.wasGood('a')).toBe(true);
    expect(lookups.wasGood('b')).toBe(false);
  });

  it('count from the beginning of the query, not from its end', async () => {
    const { lookups, advance, answer } = harness();
    const found = lookups.load('a');
    advance(900);
    answer('key of a');
    expect(await found).toBe('key of a');
    expect(lookups.cached('a')).toBe('key of a');
    advance(100);
    expect(lookups.cached('a')).toBeUndefined();
  });

  it('share one query among those who ask together', async () => {
    const { lookups, asked, answer } = harness();
    const both = Promise.all([lookups.load('a'), lookups.load('a')]);
    answer('key of a');
    expect(await both).toEqual(['key of a', 'key of a']);
    expect(asked).toEqual(['a']);
  });

  it('do not join a query that began too long ago', async () => {
    const { lookups, asked, advance, answer } = harness();
    const early = lookups.load('a');
    advance(1000);
    const late = lookups.load('a');
    answer('as it was');
    answer(null);
    expect(await early).toBe('as it was');
    expect(await late).toBeNull();
    expect(asked).toEqual(['a', 'a']);
  });

  it('do not keep that a key is unknown', async () => {
    const { lookups, asked, answer } = harness();
    const missing = lookups.load('a');
    answer(null);
    expect(await missing).toBeNull();
    expect(lookups.cached('a')).toBeUndefined();
    const again = lookups.load('a');
    answer('made since');
    expect(await again).toBe('made since');
    expect(asked).toEqual(['a', 'a']);
  });

  it('forget a key that is gone when asked again', async () => {
    const { lookups, known, advance, answer } = harness();
    await known('a');
    advance(1000);
    const again = lookups.load('a');
    answer(null);
    await again;
    expect(lookups.cached('a')).toBeUndefined();
    expect(lookups.wasGood('a')).toBe(false);
  });

  it('make room for the newest by dropping the oldest', async () => {
    const { lookups, known } = harness(2);
    await known('a');
    await known('b');
    await known('c');
    expect(lookups.cached('a')).toBeUndefined();
    expect(lookups.cached('b')).toBe('key of b');
    expect(lookups.cached('c')).toBe('key of c');
  });

  it('pass a failure on and ask anew afterwards', async () => {
    const { lookups, answer, fail } = harness();
    const failing = lookups.load('a');
    fail(new Error('database away'));
    await expect(failing).rejects.toThrow('database away');
    const again = lookups.load('a');
    answer('key of a');
    expect(await again).toBe('key of a');
  });
});
