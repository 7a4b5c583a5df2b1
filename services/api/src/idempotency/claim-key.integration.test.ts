import { randomUUID } from 'node:crypto';
import { createPool, createPrisma, type Prisma } from '@taskfold/database';
import { testDatabase } from '@taskfold/database/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  claimIdempotencyKey,
  type KeyClaim,
  pruneIdempotencyKeys,
  releaseIdempotencyKey,
} from './claim-key.ts';

const database = testDatabase();
let pool: ReturnType<typeof createPool>;
let prisma: Prisma;
beforeAll(() => {
  pool = createPool({ url: database.url, applicationName: 'test', role: 'taskfold_api' });
  prisma = createPrisma(pool);
});
afterAll(() => pool.end());

const claimOf = (key: string, more: Partial<KeyClaim> = {}): KeyClaim => ({
  tenantId: 'tenant_a',
  key,
  requestHash: 'aa'.repeat(32),
  owner: randomUUID(),
  busyForMs: 60_000,
  ...more,
});
const claim = async (...args: Parameters<typeof claimOf>) =>
  (await claimIdempotencyKey(pool, claimOf(...args))).kind;

it('is had by one of many that ask at once, and by the next when that has ended', async () => {
  const claims = Array.from({ length: 10 }, () => claimOf('once'));
  const results = await Promise.all(claims.map((each) => claimIdempotencyKey(pool, each)));
  const winners = claims.filter((_claim, index) => results[index]?.kind === 'claimed');
  expect(winners).toHaveLength(1);
  expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(['claimed', 'in_progress']));
  const [winner] = winners;
  await releaseIdempotencyKey(prisma, claimOf('once'));
  expect(await claim('once')).toBe('in_progress');
  await releaseIdempotencyKey(prisma, winner ?? claimOf('once'));
  expect(await claim('once')).toBe('claimed');
});

it('is good for one request, and apart for each tenant', async () => {
  expect(await claim('key')).toBe('claimed');
  expect(await claim('key', { requestHash: 'bb'.repeat(32) })).toBe('conflict');
  expect(await claim('key', { tenantId: 'tenant_b', requestHash: 'bb'.repeat(32) })).toBe('claimed');
});

it('is free again when the request that had it must have died', async () => {
  expect(await claim('dead', { busyForMs: -1 })).toBe('claimed');
  expect(await claim('dead')).toBe('claimed');
});

it('is forgotten after a day', async () => {
  expect(await claim('old')).toBe('claimed');
  await pool.query(`UPDATE idempotency_keys SET created_at = now() - interval '25 hours'`);
  expect(await claim('old', { requestHash: 'cc'.repeat(32) })).toBe('claimed');
  expect(await pruneIdempotencyKeys(pool, 2)).toBe(2);
  expect(await pruneIdempotencyKeys(pool, 100)).toBeGreaterThan(0);
  expect(await pruneIdempotencyKeys(pool, 100)).toBe(0);
  expect(await claim('old')).toBe('conflict');
});
