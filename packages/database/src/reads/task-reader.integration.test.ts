import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { at, jsonText, sampleEvent } from '@taskfold/fold/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createPool } from '../pools/create-pool.ts';
import { type TestEventLog, testDatabase, testEventLog } from '../testing/index.ts';
import { type CountingTaskReader, createTaskReader } from './task-reader.ts';

const database = testDatabase();
let pool: ReturnType<typeof createPool>;
let byKey: ReturnType<typeof createPool>;
let log: TestEventLog;
/** A task of its own for each test. */
let taskId = '';
let number = 0;
let reader: CountingTaskReader;

beforeAll(async () => {
  const common = { url: database.url, applicationName: 'test' };
  pool = createPool(common);
  byKey = createPool({ ...common, role: 'taskfold_api', byKeyOnly: true });
  log = await testEventLog(pool);
});
afterAll(async () => {
  await byKey.end();
  await pool.end();
});

beforeEach(async () => {
  taskId = `task_${number++}`;
  reader = createTaskReader(byKey, { cacheMaxBytes: 1_000_000 });
  await log.append([created(taskId)]);
});

const INPUT = jsonText('{"seed":18446744073709551615}');

function created(id: string, tenantId = 'tenant_a') {
  return sampleEvent(
    'task.created',
    { capability: 'image', model: 'm', input: INPUT },
    { tenantId, taskId: id },
  );
}

function progressed(percent: number) {
  return sampleEvent(
    'task.progressed',
    { percent },
    { tenantId: 'tenant_a', taskId, id: `p${percent}`, time: at(percent) },
  );
}

const get = (id = taskId, tenantId = 'tenant_a') => reader.get(tenantId, id);
/** Read for the second time, which is when a view is kept. */
async function polled(id = taskId) {
  await get(id);
  return await get(id);
}
/** As a reader tells that has no memory. */
const stored = (id = taskId) => createTaskReader(byKey).get('tenant_a', id);

it('gives the very same view of a task that is read again as long as it is the same, and asks each time', async () => {
  const once = await get();
  expect(once).toMatchObject({ task_id: taskId, input: INPUT, revision: 1 });
  const first = await get();
  expect(first).toEqual(once);
  expect(first).not.toBe(once);
  expect(await get()).toBe(first);
  expect(reader.figures).toEqual({ lookups: 3, queries: 3, unchanged: 1 });
  await log.append([progressed(10)]);
  const second = await get();
  expect(second).toMatchObject({ revision: 2, progress_percent: 10 });
  expect(second).toEqual(await stored());
  expect(await get()).toBe(second);
  expect(reader.figures.unchanged).toBe(2);
});

it('answers many look-ups by one query, of tasks that are known, changed, new, missing and of other tenants', async () => {
  const others = [`${taskId}_changed`, `${taskId}_new`];
  await log.append([created(`${taskId}_changed`), created(taskId, 'tenant_b')]);
  const known = await polled();
  await polled(`${taskId}_changed`);
  await log.append([
    created(`${taskId}_new`),
    sampleEvent('task.canceled', {}, { tenantId: 'tenant_a', taskId: `${taskId}_changed`, time: at(1) }),
  ]);
  const before = reader.figures.queries;
  const [same, changed, fresh, missing, foreign, again] = await Promise.all([
    get(),
    ...others.map((id) => get(id)),
    get(`${taskId}_missing`),
    get(taskId, 'tenant_b'),
    get(),
  ]);
  expect(reader.figures.queries - before).toBe(1);
  expect(same).toBe(known);
  expect(again).toBe(known);
  expect(changed).toMatchObject({ status: 'canceled', revision: 2 });
  expect(changed).toEqual({ ...(await stored(`${taskId}_changed`)), ordinal: 2 });
  expect(fresh).toEqual({ ...(await stored(`${taskId}_new`)), ordinal: 3 });
  expect(missing).toBeNull();
  expect(foreign).toMatchObject({ tenant_id: 'tenant_b', task_id: taskId });
});

it('forgets a task that is removed, and knows it anew when it is there again', async () => {
  await polled();
  await pool.query('DELETE FROM tasks WHERE task_id = $1', [taskId]);
  expect(await get()).toBeNull();
  await log.append([created(taskId)]);
  expect(await get()).toEqual(await stored());
});

it('reads again what has the same revision of another moment, as in a database that was brought back', async () => {
  await polled();
  await pool.query(
    `UPDATE tasks SET model = 'other', updated_at = updated_at + interval '1 ms' WHERE task_id = $1`,
    [taskId],
  );
  expect(await get()).toMatchObject({ revision: 1, model: 'other' });
});

it('shows nothing of a task that is not created yet, and does not remember that', async () => {
  const id = `${taskId}_early`;
  await log.append([sampleEvent('task.started', {}, { tenantId: 'tenant_a', taskId: id })]);
  expect(await get(id)).toBeNull();
  expect(await get(id)).toBeNull();
  await log.append([created(id)]);
  expect(await get(id)).toMatchObject({ status: 'running', revision: 2 });
});

it('keeps as many as fit, and none where none may be kept', async () => {
  reader = createTaskReader(byKey, { cacheMaxBytes: 10_000 });
  await log.append([created(`${taskId}_other`)]);
  const first = await polled();
  await polled(`${taskId}_other`);
  expect(await get()).not.toBe(first);
  expect(await get()).toEqual(first);
  reader = createTaskReader(byKey);
  expect(await polled()).not.toBe(await get());
  expect(reader.figures.unchanged).toBe(0);
});

it.each(['', 'nil', 'a","b', 'a\\', '{}', 'a b', 'ä', 'x'.repeat(129)])(
  'finds nothing under the id %j',
  async (id) => {
    const [missing, here, foreign] = await Promise.all([get(id), get(), get(taskId, id)]);
    expect(missing).toBeNull();
    expect(here).toMatchObject({ task_id: taskId });
    expect(foreign).toBeNull();
  },
);

it('tells a task that is named null from none', async () => {
  await log.append([created('null'), created('NULL')]);
  expect(await Promise.all([get('null'), get('NULL')])).toMatchObject([
    { task_id: 'null' },
    { task_id: 'NULL' },
  ]);
});

it('never scans the table', async () => {
  const plan = await byKey.query<{ 'QUERY PLAN': string }>({
    text: `EXPLAIN ${await statement()}`,
    values: [['tenant_a'], [taskId], [1], [null]],
  });
  const lines = plan.rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(lines).toContain('Index Scan using tasks_pkey');
  expect(lines).not.toContain('Seq Scan');
});

/** What the reader asks, as the server was told. */
async function statement(): Promise<string> {
  let text = '';
  const listening = {
    query: (query: { text: string }) => {
      text = query.text;
      return Promise.resolve({ rows: [] });
    },
  };
  await createTaskReader(listening as unknown as typeof byKey).get('tenant_a', taskId);
  return text;
}

it('gives many large tasks a few at a time, and each of them whole', async () => {
  await pool.query(
    `INSERT INTO tasks (tenant_id, task_id, kafka_partition, created_at, capability, model, credits_per_usd, input, output, revision,
       updated_at, status, fold_keys)
     SELECT 'large', 'large_' || n, 0, now(), 'c', 'm', 1000, json_build_object('n', n, 't', repeat('a', 1000000)),
       json_build_object('n', n, 't', repeat('b', 1000000)), 1, now(), 'queued', '{}'
     FROM generate_series(1, 24) AS n`,
  );
  const ids = Array.from({ length: 24 }, (_none, index) => `large_${index + 1}`);
  const read = await Promise.all(ids.map((id) => get(id, 'large')));
  for (const [index, view] of read.entries()) {
    expect(view?.input?.slice(0, 20)).toContain(`"n" : ${index + 1},`);
    expect(view?.output?.slice(0, 20)).toContain(`"n" : ${index + 1},`);
    expect(view?.output).toHaveLength(1_000_000 + (view?.input?.length ?? 0) - 1_000_000);
  }
  // Sixteen megabytes at a time, of which the first query learns how large these are.
  expect(reader.figures.queries).toBeGreaterThanOrEqual(3);
  expect(reader.figures.queries).toBeLessThan(24);
});

it('keeps no view for a signal that lives on, as that of a stream does', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const alive = new AbortController();
  const bare = createTaskReader(byKey);
  const view = async () => new WeakRef((await bare.get('tenant_a', taskId, alive.signal)) ?? {});
  const given = await view();
  await expect
    .poll(() => {
      collect();
      return given.deref() === undefined;
    })
    .toBe(true);
  alive.abort();
});
