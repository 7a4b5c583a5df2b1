import { NEED_NAMES } from '@taskfold/contract';
import { createPool } from '@taskfold/database';
import { needyTasks, testDatabase, testEventLog } from '@taskfold/database/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countNeeds } from './count-needs.ts';

const database = testDatabase();
let pool: ReturnType<typeof createPool>;

beforeAll(() => {
  const role = 'taskfold_processor';
  pool = createPool({ url: database.url, applicationName: 'test', role, byKeyOnly: true });
});
afterAll(() => pool.end());

test('counts the tasks of all tenants that need something', async () => {
  expect([...(await countNeeds(pool)).values()]).toEqual(NEED_NAMES.map(() => 0));
  const log = await testEventLog(pool);
  await log.append([...needyTasks('acme', 2), ...needyTasks('other', 3)]);
  expect(Object.fromEntries(await countNeeds(pool))).toEqual(
    Object.fromEntries(NEED_NAMES.map((need) => [need, 5])),
  );
});
