import { EXPANDABLE_PARTS } from '@taskfold/contract';
import { createTaskReader } from '@taskfold/database';
import { renderSummary, renderTask } from '@taskfold/fold';
import type { OutgoingEvent, OutgoingRecord } from '@taskfold/kafka';
import { encodeStructured } from '@taskfold/kafka';
import { expect, test } from 'vitest';
import { replayOptions } from '../../testing/replay-options.ts';
import { runProcessor } from '../../testing/run-processor.ts';
import { createWorkbench, type Workbench } from '../../testing/workbench.ts';
import { verify } from '../../verify/verify.ts';

/** Stands in all content of the task. */
const MARK = 'private-content';

let counter = 0;

function event(type: string, data: unknown, taskId = 'task_1'): OutgoingEvent {
  const id = `${type}-${counter++}`;
  const time = new Date(Date.UTC(2026, 10, 1) + counter * 1000).toISOString();
  return { id, source: '/test', type, time, subject: taskId, tenantid: 'acme', data };
}

const ENDS = {
  succeeded: {
    type: 'task.succeeded',
    data: { output: { text: MARK }, warnings: [{ code: 'late', message: MARK, field: MARK }] },
  },
  failed: {
    type: 'task.failed',
    data: {
      error: { code: 'refused', message: MARK, retryable: false, param: MARK, details: { [MARK]: [MARK] } },
    },
  },
  canceled: { type: 'task.canceled', data: { reason: MARK } },
} as const;

const life = (taskId: string, end: keyof typeof ENDS = 'succeeded') => [
  event(
    'task.created',
    {
      capability: 'image.generate',
      model: 'm',
      input: { prompt: MARK },
      metadata: { [MARK]: MARK },
      callback: { url: `https://example.com/${MARK}` },
    },
    taskId,
  ),
  event('task.progressed', { percent: 40, message: MARK }, taskId),
  event('task.warned', { warnings: [{ code: 'slow', message: MARK, field: MARK }] }, taskId),
  event('task.charged', { entry_id: 'c1', amount_credits: '12.5' }, taskId),
  event('task.refunded', { entry_id: 'r1', amount_credits: '1', reason: MARK }, taskId),
  event('task.cancel_requested', { reason: MARK }, taskId),
  event('task.output_updated', { output: { part: MARK } }, taskId),
  event(ENDS[end].type, ENDS[end].data, taskId),
];

/** Valid but for its data, which holds content. */
const poison = (taskId: string): OutgoingRecord =>
  encodeStructured(event('task.progressed', { percent: 'half', message: MARK }, taskId));

/** Dead letters that name a task in every way but by a tenant and a subject that can be read, and what becomes of them. */
const HARD_TO_TELL =
  'SELECT code, tenant_id, task_id, value IS NULL AS removed FROM dead_letters ORDER BY code, tenant_id, task_id';
function hardToTell(taskId: string, foreignTenant: string): OutgoingRecord[] {
  const { value, headers } = poison(taskId);
  const text = String(value);
  const own = encodeStructured(event('task.progressed', { percent: 1, message: MARK }, 'task_other'));
  return [
    { key: Buffer.from(taskId), value: Buffer.from(text.replace('"acme"', '"no tenant"')), headers },
    { key: Buffer.from(taskId), value: Buffer.from(`{"${MARK}`), headers },
    { key: Buffer.from(taskId), value: own.value, headers },
    { key: Buffer.from(taskId), value: Buffer.from(text.replace('"acme"', `"${foreignTenant}"`)), headers },
  ];
}

/** Tables in which the mark is found, whatever the column. */
async function tablesWithContent(bench: Workbench, taskId: string): Promise<string[]> {
  const { rows } = await bench.pool.query<{ name: string }>(
    `SELECT c.table_name AS name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE table_schema = 'public' AND c.column_name = 'task_id' AND t.table_type = 'BASE TABLE' ORDER BY 1`,
  );
  const found: string[] = [];
  for (const { name } of rows) {
    // Bytes are shown as text, for the mark is one.
    const row = name === 'dead_letters' ? `concat(t::text, encode(t.value, 'escape'))` : 't::text';
    const { rowCount } = await bench.pool.query(
      `SELECT FROM ${name} t WHERE t.task_id = $1 AND ${row} LIKE '%' || $2 || '%'`,
      [taskId, MARK],
    );
    if ((rowCount ?? 0) > 0) found.push(name);
  }
  return found;
}

test('an erased task leaves nothing of its content in any table, and its neighbour keeps all', async () => {
  const bench = await createWorkbench();
  await bench.publish([...life('task_1'), ...life('task_2')]);
  await bench.publishRecords([poison('task_1'), poison('task_2')]);
  await runProcessor(bench.env);
  await bench.caughtUp();
  const everywhere = ['dead_letters', 'deliveries', 'ledger_entries', 'tasks'];
  expect(await tablesWithContent(bench, 'task_1')).toEqual(everywhere);
  await bench.pool.query(
    `INSERT INTO callback_attempts (tenant_id, task_id, type, attempt, delivery_id, started_at, duration_ms, outcome, response_start,
       kafka_partition)
     SELECT tenant_id, task_id, type, 1, delivery_id, now(), 1, 'delivered', '${MARK}', kafka_partition FROM deliveries`,
  );

  await bench.publish([event('task.erased', {})]);
  await bench.caughtUp();
  expect(await tablesWithContent(bench, 'task_1')).toEqual([]);
  expect(await tablesWithContent(bench, 'task_2')).toEqual(everywhere);
  const attempts = await bench.pool.query(
    'SELECT task_id FROM callback_attempts WHERE response_start IS NOT NULL',
  );
  expect(attempts.rows).toEqual([{ task_id: 'task_2' }]);

  // What comes later is stripped, too.
  await bench.publish(life('task_1'));
  await bench.publishRecords([poison('task_1')]);
  await bench.caughtUp();
  expect(await tablesWithContent(bench, 'task_1')).toEqual([]);
  const { rows } = await bench.pool.query(
    "SELECT key, value, headers, pruned_at IS NOT NULL AS pruned FROM dead_letters WHERE task_id = 'task_1'",
  );
  expect(rows).toEqual(Array(2).fill({ key: null, value: null, headers: null, pruned: true }));
  expect(await verify(replayOptions(bench.env), 10)).toEqual({ count: 0, differences: [] });
});

test('reasons of many refunds go, also of those that come again or come later', async () => {
  const bench = await createWorkbench();
  const refund = (number: number) =>
    event('task.refunded', { entry_id: `r${number}`, amount_credits: '0.01', reason: MARK });
  const refunds = Array.from({ length: 300 }, (_none, number) => refund(number));
  await bench.publish([...life('task_1').slice(0, 1), ...refunds]);
  await runProcessor(bench.env);
  await bench.caughtUp();
  await bench.publish([event('task.erased', {}), ...refunds.slice(0, 50), refund(1000)]);
  await bench.caughtUp();
  expect(await tablesWithContent(bench, 'task_1')).toEqual([]);
  const { rows } = await bench.pool.query('SELECT refund_count, refunded_credits FROM tasks');
  expect(rows).toEqual([{ refund_count: 301, refunded_credits: '3.01' }]);
  expect(await verify(replayOptions(bench.env), 10)).toEqual({ count: 0, differences: [] });
});

test('erased in the chunk that brings it, or before anything else is known of it', async () => {
  const bench = await createWorkbench();
  await bench.publishRecords([poison('task_1'), encodeStructured(event('task.erased', {}))]);
  await bench.publishRecords([poison('task_1')]);
  await bench.publish(life('task_1'));
  await runProcessor(bench.env);
  await bench.caughtUp();
  expect(await tablesWithContent(bench, 'task_1')).toEqual([]);
  expect(await verify(replayOptions(bench.env), 10)).toEqual({ count: 0, differences: [] });
});

test('however a task ended, nothing that is shown or logged of it holds content once it is erased', async () => {
  const bench = await createWorkbench();
  const processor = await runProcessor(bench.env);
  const ends = ['succeeded', 'failed', 'canceled'] as const;
  await bench.publish(ends.flatMap((end) => life(`task_${end}`, end)));
  await bench.caughtUp();
  const reader = createTaskReader(bench.pool);
  const shown = async (end: string) => {
    const view = await reader.get('acme', `task_${end}`);
    return view === null ? '' : renderTask(view) + renderSummary(view, new Set(EXPANDABLE_PARTS));
  };
  for (const end of ends) expect(await shown(end)).toContain(MARK);
  await bench.publish(ends.map((end) => event('task.erased', {}, `task_${end}`)));
  await bench.publish(ends.flatMap((end) => life(`task_${end}`, end)));
  await bench.caughtUp();
  for (const end of ends) {
    expect(await tablesWithContent(bench, `task_${end}`)).toEqual([]);
    expect(await shown(end)).not.toContain(MARK);
  }
  expect(processor.lines().length).toBeGreaterThan(0);
  expect(JSON.stringify(processor.lines())).not.toContain(MARK);
});

test('dead letters go with a task that they name in whatever way, and those of another tenant stay', async () => {
  const bench = await createWorkbench();
  await runProcessor(bench.env);
  await bench.publish(life('task_1'));
  await bench.publishRecords(hardToTell('task_1', 'globex'));
  await bench.caughtUp();
  const kinds = [
    { code: 'invalid_cloudevent', tenant_id: null, task_id: 'task_1' },
    { code: 'invalid_data', tenant_id: 'globex', task_id: 'task_1' },
    { code: 'invalid_json', tenant_id: null, task_id: 'task_1' },
    { code: 'key_mismatch', tenant_id: 'acme', task_id: 'task_other' },
  ];
  const stored = kinds.map((kind) => ({ ...kind, removed: false }));
  const erased = kinds.map((kind) => ({ ...kind, removed: kind.tenant_id !== 'globex' }));
  expect((await bench.pool.query(HARD_TO_TELL)).rows).toEqual(stored);
  await bench.publish([event('task.erased', {})]);
  await bench.caughtUp();
  expect((await bench.pool.query(HARD_TO_TELL)).rows).toEqual(erased);
  // Those that come later as well.
  await bench.publishRecords(hardToTell('task_1', 'globex'));
  await bench.caughtUp();
  expect((await bench.pool.query(HARD_TO_TELL)).rows).toEqual(erased.flatMap((row) => [row, row]));
});
