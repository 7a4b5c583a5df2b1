import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFairTurns, type FairTurnsOptions } from './fair-turns.ts';

const LIMITS = { max: 4, maxPerTenant: 2, maxWaitingPerTenant: 100, maxWaiting: 200 };

/** Tasks that end when they are told to, in the order in which they began. */
function harness(limits: Partial<FairTurnsOptions> = {}) {
  const turns = createFairTurns({ ...LIMITS, ...limits });
  const began: string[] = [];
  const ends: (() => void)[] = [];
  return {
    turns,
    began,
    ask: (tenant: string) =>
      turns.run(tenant, () => {
        began.push(tenant);
        const { promise, resolve } = Promise.withResolvers<void>();
        ends.push(resolve);
        return promise;
      }),
    async endOldest() {
      ends.shift()?.();
      for (let turn = 0; turn < 5; turn += 1) await null;
    },
  };
}

describe('fair turns', () => {
  it('leave room for others, however much one tenant asks', () => {
    const { ask, began } = harness();
    for (let times = 0; times < 50; times += 1) void ask('flood');
    expect(began).toEqual(['flood', 'flood']);
    void ask('other');
    expect(began).toEqual(['flood', 'flood', 'other']);
  });

  it('give a free place to whoever has the fewest, then to whoever was served longest ago', async () => {
    const { ask, began, endOldest } = harness({ max: 2 });
    for (let times = 0; times < 20; times += 1) void ask('flood');
    for (const tenant of ['b', 'c', 'b', 'c']) void ask(tenant);
    for (let times = 0; times < 4; times += 1) await endOldest();
    expect(began.slice(0, 6)).toEqual(['flood', 'flood', 'b', 'flood', 'c', 'b']);
  });

  it('refuse a tenant whose queue is full, and everybody when all of it is', async () => {
    const { ask } = harness({ max: 1, maxPerTenant: 1, maxWaitingPerTenant: 2, maxWaiting: 3 });
    for (let times = 0; times < 3; times += 1) void ask('flood');
    await expect(ask('flood')).rejects.toMatchObject({ code: 'rate_limited' });
    void ask('other');
    await expect(ask('third')).rejects.toMatchObject({ code: 'service_unavailable' });
  });

  it('go on after a task that fails', async () => {
    const { turns } = harness({ max: 1, maxPerTenant: 1 });
    const failing = turns.run('a', async () => {
      throw new Error('canceled');
    });
    const next = turns.run('b', async () => 'done');
    await expect(failing).rejects.toThrow('canceled');
    expect(await next).toBe('done');
    expect([turns.running, turns.waiting]).toEqual([0, 0]);
  });

  it('run everything, within the limits, and nobody waits longer than one round of the others', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 80 }),
        fc.integer({ min: 1, max: 4 }),
        async (tenants, max) => {
          const turns = createFairTurns({ ...LIMITS, max, maxPerTenant: Math.ceil(max / 2) });
          const running = new Map<string, number>();
          const done: string[] = [];
          await Promise.all(
            tenants.map((tenant) =>
              turns.run(tenant, async () => {
                running.set(tenant, (running.get(tenant) ?? 0) + 1);
                expect(running.get(tenant)).toBeLessThanOrEqual(Math.ceil(max / 2));
                expect(turns.running).toBeLessThanOrEqual(max);
                await null;
                done.push(tenant);
                running.set(tenant, (running.get(tenant) ?? 0) - 1);
              }),
            ),
          );
          expect(done).toHaveLength(tenants.length);
          expect(done.toSorted()).toEqual(tenants.toSorted());
          const names = new Set(tenants);
          for (const name of names) expect(done.indexOf(name)).toBeLessThan(2 * max + names.size);
        },
      ),
      { numRuns: 100 },
    );
  });
});
