import { randomBytes } from 'node:crypto';
import { instantFromMilliseconds, type JsonText, type TaskEvent } from '@taskfold/contract';
import { emptyState, FACT_COLUMNS, fold, NO_RECORDS, type TaskState } from '@taskfold/fold';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool } from '../pools/create-pool.ts';
import { testDatabase } from '../testing/index.ts';
import { runStatements } from './statement.ts';
import { writeTasks } from './write-tasks.ts';

const database = testDatabase();
let pool: ReturnType<typeof createPool>;

beforeAll(() => {
  pool = createPool({
    url: database.url,
    applicationName: 'test',
    role: 'taskfold_processor',
    byKeyOnly: true,
  });
});
afterAll(() => pool.end());

const tenantId = 'tenant-of-the-studio';
const taskId = '01938f5e-6f7a-7c3b-9f7e-2d1f0a9b8c7d';

/** Hexadecimal digits at random, of which compression makes no small value. */
const digits = (length: number) => randomBytes(length / 2).toString('hex');

function common(step: number) {
  const time = instantFromMilliseconds(Date.UTC(2026, 10, 26) + step * 1000);
  return { id: `event-${step}`, source: '/workers/painting/7', time, tenantId, taskId };
}

function progressed(step: number): TaskEvent {
  const data = { percent: step * 10, stage: `stage ${step} of the painting`, message: 'Drawing the picture' };
  return { ...common(step), type: 'task.progressed', data };
}

async function write(before: TaskState | null, event: TaskEvent): Promise<TaskState> {
  const after = fold(before ?? emptyState(tenantId, taskId), event, event.time, NO_RECORDS).state;
  const client = await pool.connect();
  await runStatements(client, writeTasks(0, [{ before, after }])).finally(() => client.release());
  return after;
}

/** The columns whose values lie outside of the row, each with the number of its value. */
async function outside(): Promise<Record<string, unknown>> {
  const names = FACT_COLUMNS.filter(({ type }) => /text|json|numeric/.test(type)).map(({ name }) => name);
  const ids = names.map((name) => `'${name}', pg_column_toast_chunk_id(${name})`);
  // A function takes a hundred arguments at most.
  const halves = [ids.slice(0, 40), ids.slice(40)].map((part) => `jsonb_build_object(${part.join(', ')})`);
  const { rows } = await pool.query<{ ids: string }>(
    `SELECT jsonb_strip_nulls(${halves.join(' || ')}) AS ids FROM tasks WHERE tenant_id = $1 AND task_id = $2`,
    [tenantId, taskId],
  );
  // The processor takes JSON as text, so that no digit is lost.
  return JSON.parse(rows[0]?.ids ?? '{}');
}

test('a large input lies outside of the row, and progress neither writes it again nor moves out anything else', async () => {
  const input = JSON.stringify({ prompt: digits(16_384) }) as JsonText;
  let state = await write(null, {
    ...common(0),
    type: 'task.created',
    apiKeyId: digits(60),
    data: { capability: 'image.generate', model: 'painter-of-lighthouses-2', project_id: digits(60), input },
  });
  const created = await outside();
  expect(Object.keys(created)).toEqual(['input']);
  for (let step = 1; step <= 5; step++) {
    state = await write(state, progressed(step));
    expect(await outside()).toEqual(created);
  }
});
