import { type Instant, instantFromMilliseconds } from '@taskfold/contract';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Queryable } from '../pools/create-pool.ts';
import { createPool } from '../pools/create-pool.ts';
import { testDatabase } from '../testing/test-database.ts';
import { createMonthKeeper } from './month-keeper.ts';

const database = testDatabase();
let pool: Pool;

beforeAll(() => {
  pool = createPool({ url: database.url, applicationName: 'test', role: 'taskfold_processor' });
});
afterAll(() => pool.end());

const INSERT = `INSERT INTO timeline (tenant_id, task_id, kafka_partition, log_offset, record_time, event_time, source,
  event_id, type, disposition, revision) VALUES ('acme', 'task', 0, 0, $1, $1, '/s', 'e', 'task.started', 'applied', 1)`;

function at(time: string): Instant {
  return instantFromMilliseconds(Date.parse(time));
}

test('a month can be written when it was ensured, to its last microsecond', async () => {
  await expect(pool.query(INSERT, ['2019-02-28T23:59:59.999999Z'])).rejects.toMatchObject({ code: '23514' });
  await createMonthKeeper(pool).ensure([at('2019-02-14T00:00:00Z')]);
  await pool.query(INSERT, ['2019-02-01T00:00:00Z']);
  await pool.query(INSERT, ['2019-02-28T23:59:59.999999Z']);
  await expect(pool.query(INSERT, ['2019-03-01T00:00:00Z'])).rejects.toMatchObject({ code: '23514' });
});

test('this month and the next can be written without being named', async () => {
  await createMonthKeeper(pool).ensure([]);
  const { rows } = await pool.query<{ time: Instant }>(
    "SELECT unnest(ARRAY[now(), date_trunc('month', now(), 'UTC') + interval '1 month']) AS time",
  );
  for (const { time } of rows) await pool.query(INSERT, [time]);
});

test('many may ask for the same months at once, while somebody reads and writes', async () => {
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query('SELECT count(*) FROM timeline');
  await client.query(INSERT, [at(new Date().toISOString())]);
  const times = Array.from({ length: 12 }, (_, month) =>
    at(new Date(Date.UTC(2020, month, 15)).toISOString()),
  );
  await Promise.all(Array.from({ length: 4 }, () => createMonthKeeper(pool).ensure(times)));
  await client.query('ROLLBACK');
  client.release();
  for (const time of times) await pool.query(INSERT, [time]);
});

test('a month costs one query, and one more where that failed', async () => {
  let queries = 0;
  let fails = true;
  const counting: Queryable = {
    query: (async () => {
      queries += 1;
      if (fails) throw new Error('away');
    }) as unknown as Pool['query'],
  };
  const keeper = createMonthKeeper(counting);
  await expect(keeper.ensure([at('2021-05-01T00:00:00Z')])).rejects.toThrow('away');
  fails = false;
  await keeper.ensure([at('2021-05-02T00:00:00Z')]);
  await keeper.ensure([at('2021-05-03T00:00:00Z'), at('2021-05-31T23:59:59Z')]);
  expect(queries).toBe(2);
  await keeper.ensure([at('2021-06-01T00:00:00Z')]);
  expect(queries).toBe(3);
});
