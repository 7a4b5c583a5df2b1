import { randomUUID } from 'node:crypto';
import { instantFromMilliseconds } from '@taskfold/contract';
import { createPool, type Pool } from '@taskfold/database';
import { openBreakers } from '@taskfold/database/operators';
import { testDatabase } from '@taskfold/database/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { OpenBreaker } from './breakers.ts';
import { clearBreakers, writeBreakers } from './write-breakers.ts';

const database = testDatabase();
const one = { holder: randomUUID(), processor: 'processor-1' };
const two = { holder: randomUUID(), processor: 'processor-2' };
let processor: Pool;
let api: Pool;

beforeAll(() => {
  const pool = (role: 'taskfold_api' | 'taskfold_processor') =>
    createPool({ url: database.url, applicationName: 'test', role });
  processor = pool('taskfold_processor');
  api = pool('taskfold_api');
});
beforeEach(() => processor.query('DELETE FROM callback_breakers'));
afterAll(() => Promise.all([processor.end(), api.end()]));

const breaker = (host: string, more: Partial<OpenBreaker> = {}): OpenBreaker => ({
  host,
  failures: 5,
  lastError: 'timeout',
  openedAt: instantFromMilliseconds(1_790_000_000_000),
  restsMs: 10_000,
  ...more,
});
const seen = async () =>
  (await openBreakers(api, 100)).map(({ host, processor: by, failures, rests }) => [
    host,
    by,
    failures,
    rests,
  ]);

test('what each processor notes is shown, as it is now, until its host answers', async () => {
  await writeBreakers(processor, one, [breaker('a.example'), breaker('b.example')], []);
  await writeBreakers(processor, two, [breaker('a.example', { restsMs: 0 })], []);
  expect((await seen()).toSorted()).toEqual([
    ['a.example', 'processor-1', 5, true],
    ['a.example', 'processor-2', 5, false],
    ['b.example', 'processor-1', 5, true],
  ]);
  const later = breaker('b.example', { failures: 6, lastError: 'dns', restsMs: 0 });
  await writeBreakers(processor, one, [later], ['a.example']);
  expect((await seen()).toSorted()).toEqual([
    ['a.example', 'processor-2', 5, false],
    ['b.example', 'processor-1', 6, false],
  ]);
  expect((await openBreakers(api, 100)).find(({ host }) => host === 'b.example')).toMatchObject({
    lastError: 'dns',
    openedAt: '2026-09-21T14:13:20.000000Z',
  });
  await clearBreakers(processor, one);
  expect(await seen()).toEqual([['a.example', 'processor-2', 5, false]]);
});

test('how long a host rests is counted by the clock of the database', async () => {
  await writeBreakers(processor, one, [breaker('a.example', { restsMs: 60_000 })], []);
  const { rows } = await processor.query<{ readonly rests: number }>(
    'SELECT extract(epoch FROM rests_until - noted_at)::float8 AS rests FROM callback_breakers',
  );
  expect(rows).toEqual([{ rests: 60 }]);
});

test('what a processor left that is gone is shown no more, and is removed by the next that notes', async () => {
  await writeBreakers(processor, one, [breaker('a.example')], []);
  await processor.query(`UPDATE callback_breakers SET noted_at = clock_timestamp() - interval '61 seconds'`);
  expect(await seen()).toEqual([]);
  await writeBreakers(processor, two, [], []);
  expect((await processor.query('SELECT FROM callback_breakers')).rowCount).toBe(0);
  // Its own that grew old, as when the database was away, it renews.
  await writeBreakers(processor, one, [breaker('a.example')], []);
  await processor.query(`UPDATE callback_breakers SET noted_at = clock_timestamp() - interval '61 seconds'`);
  await writeBreakers(processor, one, [breaker('a.example')], []);
  expect(await seen()).toHaveLength(1);
});

test('what another processor holds in a transaction holds nobody up', async () => {
  await writeBreakers(processor, one, [breaker('a.example')], []);
  await processor.query(`UPDATE callback_breakers SET noted_at = clock_timestamp() - interval '61 seconds'`);
  const holding = await processor.connect();
  await holding.query('BEGIN');
  await holding.query('SELECT FROM callback_breakers FOR UPDATE');
  await writeBreakers(processor, two, [breaker('b.example')], []);
  await holding.query('ROLLBACK');
  holding.release();
  expect(await seen()).toEqual([['b.example', 'processor-2', 5, true]]);
});

test('the API reads it, and writes nothing', async () => {
  await expect(writeBreakers(api, one, [breaker('a.example')], [])).rejects.toThrow('permission denied');
  await expect(clearBreakers(api, one)).rejects.toThrow('permission denied');
});
