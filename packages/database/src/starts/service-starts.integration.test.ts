import type { Pool } from 'pg';
import { afterAll, expect, test } from 'vitest';
import { createPool } from '../pools/create-pool.ts';
import { testDatabase } from '../testing/test-database.ts';
import { noteServiceStart, readServiceStarts } from './service-starts.ts';

const database = testDatabase();
const pools: Pool[] = [];
afterAll(() => Promise.all(pools.map((pool) => pool.end())));

function poolAs(role: 'taskfold_api' | 'taskfold_processor'): Pool {
  const pool = createPool({ url: database.url, applicationName: 'test', role });
  pools.push(pool);
  return pool;
}

test('starts of each service are counted over all of its processes, and either role may', async () => {
  const [api, processor] = [poolAs('taskfold_api'), poolAs('taskfold_processor')];
  expect(await readServiceStarts(api)).toEqual(new Map());
  await Promise.all([1, 2, 3].map(() => noteServiceStart(processor, 'processor')));
  await noteServiceStart(api, 'api');
  const counted = new Map([
    ['api', 1],
    ['processor', 3],
  ]);
  expect(new Map([...(await readServiceStarts(api))].sort())).toEqual(counted);
  expect(new Map([...(await readServiceStarts(processor))].sort())).toEqual(counted);
});
