import { createLogger, untilAborted } from '@taskfold/runtime';
import { expect, test } from 'vitest';
import { lead, type Term } from './lead.ts';
import type { LeaseStore } from './lease-store.ts';

const logger = createLogger({ service: 'test', level: 'silent' });

/** A lease that is free, with calls that can be made to fail. */
function fakeLeases() {
  const calls: string[] = [];
  const state: { renew: () => Promise<'renewed' | 'lost'> } = { renew: async () => 'renewed' };
  const leases: LeaseStore = {
    async acquire() {
      calls.push('acquire');
      return { kind: 'acquired', epoch: calls.length };
    },
    renew: () => state.renew(),
    async release() {
      calls.push('release');
    },
  };
  return { calls, state, leases };
}

function leading(leases: LeaseStore, ttlMs: number, onTerm: (term: Term) => Promise<void>) {
  const stop = new AbortController();
  const running = lead({ leases, name: 'work', ttlMs, logger, signal: stop.signal, onTerm });
  return { stop: () => stop.abort(new Error('stopped')), running, stopped: stop.signal };
}

test('gives the lease back when the work ended in order, and keeps it while it is renewed', async () => {
  const { calls, leases } = fakeLeases();
  const begun = Promise.withResolvers<Term>();
  const { stop, running, stopped } = leading(leases, 200, async (term) => {
    begun.resolve(term);
    await untilAborted(stopped);
  });
  const term = await begun.promise;
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(term.isHeld()).toBe(true);
  stop();
  await running;
  expect(calls).toEqual(['acquire', 'release']);
});

test.each([
  ['another has it', async () => 'lost' as const],
  ['the database is away', async () => Promise.reject(new Error('away'))],
  ['the database does not answer', () => new Promise<never>(() => {})],
])('tells the work in time that the lease is lost: %s', async (_case, renew) => {
  const { calls, state, leases } = fakeLeases();
  state.renew = renew;
  const lost = Promise.withResolvers<number>();
  const began = performance.now();
  const { stop, running } = leading(leases, 400, async (term) => {
    await untilAborted(term.lost);
    expect(term.isHeld()).toBe(false);
    lost.resolve(performance.now() - began);
    throw new Error('broken off');
  });
  expect(await lost.promise).toBeLessThan(400);
  stop();
  await running;
  expect(calls).not.toContain('release');
});

test('work that fails leaves the lease to run out', async () => {
  const { calls, leases } = fakeLeases();
  const failed = Promise.withResolvers<void>();
  const { stop, running } = leading(leases, 1000, async () => {
    failed.resolve();
    throw new Error('no');
  });
  await failed.promise;
  stop();
  await running;
  expect(calls).not.toContain('release');
});

test('a process that slept through its lease knows before its timers do', async () => {
  const { leases } = fakeLeases();
  const seen = Promise.withResolvers<boolean>();
  const { stop, running, stopped } = leading(leases, 100, async (term) => {
    const until = performance.now() + 150;
    while (performance.now() < until);
    seen.resolve(term.isHeld());
    await untilAborted(stopped);
  });
  expect(await seen.promise).toBe(false);
  stop();
  await running;
});
