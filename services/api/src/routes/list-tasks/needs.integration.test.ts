import { NEED_NAMES } from '@taskfold/contract';
import { createPool } from '@taskfold/database';
import { needyTasks, testDatabase, testEventLog } from '@taskfold/database/testing';
import { expect, test } from 'vitest';
import { readTaskPage } from './read-task-page.ts';

const database = testDatabase();

test('by needs= a tenant finds those of its tasks that the count of needs counts', async () => {
  const pool = createPool({ url: database.url, applicationName: 'test', role: 'taskfold_processor' });
  const log = await testEventLog(pool);
  await log.append([...needyTasks('acme', 2), ...needyTasks('other', 3)]);
  const found = new Map<string, string[]>();
  for (const need of NEED_NAMES) {
    const { tasks } = await readTaskPage(pool, {
      tenantId: 'acme',
      filters: { needs: need },
      order: 'asc',
      limit: 100,
      expand: new Set(),
      maxBytes: 1,
    });
    found.set(need, [...new Set(tasks.map(({ task_id }) => task_id.replace(/_\d+$/, '')))]);
    expect(tasks, need).toHaveLength(2);
  }
  await pool.end();
  expect(Object.fromEntries(found)).toEqual({
    usage: ['usage'],
    refund: ['refund'],
    charge: ['charge'],
    over_refund: ['over'],
    conflict: ['conflict'],
    callback: ['callback'],
    attention: ['attention'],
  });
});
