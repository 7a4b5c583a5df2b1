import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { at, eventOfType, histories, sampleEvent } from '@taskfold/fold/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool } from '../pools/create-pool.ts';
import { testDatabase, testEventLog } from '../testing/index.ts';
import { MIGRATIONS_DIRECTORY } from './migration-files.ts';

const database = testDatabase();
let pool: ReturnType<typeof createPool>;
beforeAll(() => {
  pool = createPool({ url: database.url, applicationName: 'test' });
});
afterAll(() => pool.end());

// As the version before wrote them: all lines of all records, and no counts.
const AS_BEFORE = `
  UPDATE tasks t SET usage_lines = coalesce((
    SELECT json_agg(e.line ORDER BY u.event_time, u.source, u.event_id, e.place)
    FROM usage_records u CROSS JOIN LATERAL json_array_elements(u.lines) WITH ORDINALITY AS e(line, place)
    WHERE u.tenant_id = t.tenant_id AND u.task_id = t.task_id
  ), '[]'::json) WHERE usage_lines IS NOT NULL;
  ALTER TABLE tasks DROP COLUMN usage_record_count, DROP COLUMN usage_line_count, DROP COLUMN charge_count,
    DROP COLUMN refund_count;`;

const ROWS = `SELECT task_id, usage_record_count, usage_line_count, charge_count, refund_count, usage_lines::text AS lines
  FROM tasks ORDER BY task_id`;

test('tasks that were stored before their bounds come to the very rows that are written now', async () => {
  const log = await testEventLog(pool);
  const samples = fc.sample(histories(), { numRuns: 60, seed: 7 });
  await log.append(
    samples.flatMap((history, number) =>
      history.map(({ event }) => ({ ...event, taskId: `task_${number}` })),
    ),
  );
  // Far more than is shown, with names that UTF-8 and UTF-16 put in different orders.
  const usage = fc.sample(eventOfType('task.usage_recorded', { taskId: 'many' }), { numRuns: 200, seed: 8 });
  await log.append(
    usage.map((event, number) => ({
      ...event,
      time: at(number % 3),
      source: ['/a', '/ﬁ', '/😀', '/"\\'][number % 4] ?? '',
      id: `${['ｱ', '😀', 'z'][number % 3]}${number}`,
    })),
  );
  await log.append([sampleEvent('task.usage_recorded', { lines: [] }, { taskId: 'without_lines' })]);
  // JSON takes what texts of PostgreSQL do not.
  const odd = { meter: '\u0000', quantity: '1', unit: '\ud800 \\u0000', billed_amount_credits: '1' };
  await log.append([sampleEvent('task.usage_recorded', { lines: [odd] }, { taskId: 'odd' })]);

  const { rows: written } = await pool.query(ROWS);
  expect(written.filter(({ usage_line_count: count }) => count > 100).length).toBeGreaterThan(5);
  await pool.query(AS_BEFORE);
  await pool.query(
    await readFile(join(MIGRATIONS_DIRECTORY, '20261128100000_bounded_tasks', 'migration.sql'), 'utf8'),
  );
  expect((await pool.query(ROWS)).rows).toEqual(written);
});
