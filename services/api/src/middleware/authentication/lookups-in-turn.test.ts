import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLookupsInTurn } from './lookups-in-turn.ts';

/** A store that answers when it is told to. */
function harness(limits: { readonly maxPerQuery?: number; readonly maxWaiting?: number } = {}) {
  const asked: (readonly string[])[] = [];
  const pending: PromiseWithResolvers<ReadonlyMap<string, string>>[] = [];
  const began: PromiseWithResolvers<void>[] = [];
  const find = createLookupsInTurn<string>({
    findMany: (hashes) => {
      asked.push(hashes);
      const answer = Promise.withResolvers<ReadonlyMap<string, string>>();
      pending.push(answer);
      began.shift()?.resolve();
      return answer.promise;
    },
    intervalMs: 0,
    maxPerQuery: 10,
    maxWaiting: 100,
    ...limits,
  });
  return {
    find,
    asked,
    async answer(found: Readonly<Record<string, string>> = {}) {
      if (pending.length === 0) {
        const next = Promise.withResolvers<void>();
        began.push(next);
        await next.promise;
      }
      pending.shift()?.resolve(new Map(Object.entries(found)));
    },
    async fail(error: Error) {
      const next = Promise.withResolvers<void>();
      began.push(next);
      if (pending.length === 0) await next.promise;
      pending.shift()?.reject(error);
    },
  };
}

describe('look-ups in turn', () => {
  it('ask once at a time, for all that came meanwhile, and find the good key among them', async () => {
    const { find, asked, answer } = harness();
    const first = find('bad 0');
    await answer();
    expect(await first).toBeNull();
    const rest = Promise.all(['bad 1', 'good', 'bad 2', 'good'].map(find));
    await answer({ good: 'its record' });
    expect(await rest).toEqual([null, 'its record', null, 'its record']);
    expect(asked).toEqual([['bad 0'], ['bad 1', 'good', 'bad 2']]);
  });

  it('never refuse a hash that waits, however many there are: as few queries as they fit into', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 7 }),
        async (hashes, maxPerQuery) => {
          const queries: number[] = [];
          let running = 0;
          const find = createLookupsInTurn<string>({
            findMany: async (asked) => {
              running += 1;
              expect(running).toBe(1);
              queries.push(asked.length);
              await null;
              running -= 1;
              return new Map(asked.map((hash) => [hash, `key of ${hash}`]));
            },
            intervalMs: 0,
            maxPerQuery,
            maxWaiting: 60,
          });
          expect(await Promise.all(hashes.map(find))).toEqual(hashes.map((hash) => `key of ${hash}`));
          expect(queries).toHaveLength(Math.ceil(hashes.length / maxPerQuery));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('pass a failure on, and go on', async () => {
    const { find, answer, fail } = harness();
    const failing = find('a');
    const failed = fail(new Error('database away'));
    await expect(failing).rejects.toThrow('database away');
    await failed;
    const again = find('a');
    await answer({ a: 'its record' });
    expect(await again).toBe('its record');
  });

  it('hold no more than they may', async () => {
    const { find, answer } = harness({ maxWaiting: 1 });
    const first = find('a');
    await expect(find('b')).rejects.toMatchObject({ code: 'service_unavailable' });
    await answer();
    expect(await first).toBeNull();
  });
});
