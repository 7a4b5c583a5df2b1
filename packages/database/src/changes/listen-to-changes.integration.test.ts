import { createLogger } from '@taskfold/runtime';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHANGES_CHANNEL } from '../chunk/write-changes.ts';
import { createPool } from '../pools/create-pool.ts';
import { testDatabase } from '../testing/test-database.ts';
import { listenToChanges } from './listen-to-changes.ts';

const database = testDatabase();
let pool: Pool;
let other: Pool;
beforeAll(() => {
  pool = createPool({ url: database.url, applicationName: 'listener', max: 2 });
  other = createPool({ url: database.url, applicationName: 'test' });
});
afterAll(() => Promise.all([pool.end(), other.end()]));

test('hears of partitions, says when it has to be caught up after a break, and leaves no connection behind', async () => {
  const stopping = new AbortController();
  const heard: (number | null)[] = [];
  const listening = listenToChanges({
    pool,
    onChange: (partition) => void heard.push(partition),
    logger: createLogger({ service: 'test', level: 'silent' }),
    signal: stopping.signal,
  });
  await expect.poll(() => heard).toEqual([null]);
  await other.query(`NOTIFY ${CHANGES_CHANNEL}, '3'`);
  await expect.poll(() => heard).toEqual([null, 3]);
  await other.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'listener' AND datname = current_database()",
  );
  await expect.poll(() => heard, { timeout: 10_000 }).toEqual([null, 3, null]);
  await other.query(`NOTIFY ${CHANGES_CHANNEL}, '0'`);
  await expect.poll(() => heard).toEqual([null, 3, null, 0]);
  stopping.abort();
  await listening;
  expect(pool.totalCount).toBe(0);
});

test('ends at once where it was stopped before', async () => {
  const heard: unknown[] = [];
  await listenToChanges({
    pool,
    onChange: (partition) => void heard.push(partition),
    logger: createLogger({ service: 'test', level: 'silent' }),
    signal: AbortSignal.abort(),
  });
  expect(heard).toEqual([]);
});
