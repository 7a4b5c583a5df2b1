import type { Pool } from '@taskfold/database';
import { createPool } from '@taskfold/database';
import { testDatabase } from '@taskfold/database/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTaskPage } from './read-task-page.ts';

const database = testDatabase();
const CROWD = 30_000;
let owner: Pool;

beforeAll(async () => {
  owner = createPool({ url: database.url, applicationName: 'test', max: 1 });
  await fill('crowd', CROWD);
  await fill('small', 40);
  await owner.query('ANALYZE tasks');
});
afterAll(() => owner.end());

/** Tasks that all have one pair, and each one of its own. */
async function fill(tenant: string, tasks: number): Promise<void> {
  await owner.query(
    `INSERT INTO tasks (tenant_id, task_id, kafka_partition, created_at, capability, model, credits_per_usd, metadata, revision,
       updated_at, status, fold_keys)
     SELECT $1, 'task_' || n, 0, now() + n * interval '1 s', 'c', 'm', 1000,
       json_build_object('env', 'production', 'run', 'run_' || n), 1, now(), 'queued', '{}'
     FROM generate_series(1, $2::int) AS n`,
    [tenant, tasks],
  );
}

/** What a list finds, and how many pages of 8 kB its statements looked at. */
async function cost(tenantId: string, metadata: Readonly<Record<string, string>>) {
  let blocks = 0;
  const counting = {
    query: (async (text: string, values: unknown[]) => {
      const explained = await owner.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, values);
      const [{ Plan: plan }] = JSON.parse(explained.rows[0]['QUERY PLAN']);
      blocks += plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
      return await owner.query(text, values);
    }) as Pool['query'],
  };
  const page = {
    filters: { metadata },
    order: 'desc',
    limit: 20,
    maxBytes: 1,
    expand: new Set<never>(),
  } as const;
  const { tasks, hasMore } = await readTaskPage(counting, { tenantId, ...page });
  return { found: tasks.map(({ task_id }) => task_id), hasMore, blocks };
}

describe('a list by metadata', () => {
  it('reads nothing of another tenant, however many tasks of that have the pair', async () => {
    const { found, hasMore, blocks } = await cost('small', { env: 'production' });
    expect([found.length, found[0], hasMore]).toEqual([20, 'task_40', true]);
    expect(blocks).toBeLessThan(100);
    const alone = await cost('nobody', { env: 'production' });
    expect(alone.found).toEqual([]);
    expect(alone.blocks).toBeLessThan(100);
  });

  it('finds a pair of most tasks, and one of a single task, without reading all of them', async () => {
    const common = await cost('crowd', { env: 'production' });
    expect([common.found[0], common.hasMore]).toEqual([`task_${CROWD}`, true]);
    expect(common.blocks).toBeLessThan(100);
    const rare = await cost('crowd', { run: 'run_7', env: 'production' });
    expect([rare.found, rare.hasMore]).toEqual([['task_7'], false]);
    expect(rare.blocks).toBeLessThan(200);
    expect(await cost('small', { run: 'run_77' })).toMatchObject({ found: [], hasMore: false });
  });

  it('is by an index that a change of anything but the metadata leaves alone', async () => {
    await owner.query('VACUUM tasks');
    const hot = async () => {
      await owner.query('SELECT pg_stat_force_next_flush()');
      const { rows } = await owner.query<{ hot: number; all: number }>(
        `SELECT n_tup_hot_upd AS hot, n_tup_upd AS "all" FROM pg_stat_user_tables WHERE relname = 'tasks'`,
      );
      return rows[0];
    };
    await owner.query(`UPDATE tasks SET progress_percent = 1, revision = 2 WHERE task_id = 'task_7'`);
    expect(await hot()).toEqual({ hot: 2, all: 2 });
  });
});
