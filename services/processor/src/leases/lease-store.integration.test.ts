import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { createPool, type Pool } from '@taskfold/database';
import { testDatabase } from '@taskfold/database/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLeaseStore, type LeaseStore } from './lease-store.ts';

const database = testDatabase();
let pool: Pool;
let leases: LeaseStore;
beforeAll(() => {
  pool = createPool({ url: database.url, applicationName: 'test', role: 'taskfold_processor' });
  leases = createLeaseStore(pool);
});
afterAll(() => pool.end());

const holders = () => [randomUUID(), randomUUID()] as const;

test('of many that ask at once, one gets it', async () => {
  const asked = await Promise.all(
    Array.from({ length: 10 }, () => leases.acquire('at-once', randomUUID(), 60_000)),
  );
  expect(asked.filter(({ kind }) => kind === 'acquired')).toEqual([{ kind: 'acquired', epoch: 1 }]);
  const held = asked.find(({ kind }) => kind === 'held');
  expect(held).toMatchObject({ forMs: expect.any(Number) });
});

test('it is kept while it is renewed, and another gets it once it has run out', async () => {
  const [first, second] = holders();
  await leases.acquire('kept', first, 300);
  await wait(200);
  expect(await leases.renew('kept', first, 300)).toBe('renewed');
  await wait(200);
  expect(await leases.acquire('kept', second, 300)).toMatchObject({ kind: 'held' });
  await wait(150);
  expect(await leases.acquire('kept', second, 60_000)).toEqual({ kind: 'acquired', epoch: 2 });
  expect(await leases.renew('kept', first, 300)).toBe('lost');
  await leases.release('kept', first);
  expect(await leases.acquire('kept', first, 300)).toMatchObject({ kind: 'held' });
});

test('what is given back can be had at once', async () => {
  const [first, second] = holders();
  await leases.acquire('given-back', first, 60_000);
  await leases.release('given-back', first);
  expect(await leases.acquire('given-back', second, 60_000)).toEqual({ kind: 'acquired', epoch: 2 });
});
