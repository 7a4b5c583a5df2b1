import { at, sampleEvent } from '@taskfold/fold/testing';
import { beforeAll, expect, it } from 'vitest';
import { apiOnDatabase } from '../testing/api-on-database.ts';
import { lockTable } from '../testing/locked-table.ts';

const api = apiOnDatabase({ QUERY_POOL_MAX: '1' });
let key = '';

beforeAll(async () => {
  key = await api.key('tenant_a');
  const created = { capability: 'chat', model: 'm' };
  await api.append(
    Array.from({ length: 50 }, (_none, number) =>
      sampleEvent('task.created', created, { tenantId: 'tenant_a', taskId: `task_${number}`, time: at(0) }),
    ),
  );
});

/** @param series a metric, with its labels but that of the service */
async function shown(series: string): Promise<number> {
  const [name, labels = ''] = series.split('{');
  const start = `${name}{${labels.replace('}', ',')}service="api"} `;
  const line = (await api.metrics()).split('\n').find((text) => text.startsWith(start));
  return Number(line?.slice(start.length));
}

it('shows waits, streams and what they watch, while they last', async () => {
  const waiting = api.ask(key, '/v1/tasks/task_1', { headers: { prefer: 'wait=30' } });
  const stream = await api.open(key, '/v1/tasks/task_2/stream');
  const feed = await api.open(key, '/v1/task-updates', { accept: 'text/event-stream' });
  await expect.poll(() => shown('taskfold_live_requests{kind="wait"}')).toBe(1);
  await expect.poll(() => shown('taskfold_live_requests{kind="stream"}')).toBe(2);
  expect(await shown('taskfold_change_watches')).toBe(3);
  const told = await shown('taskfold_changes_read_total');
  await api.append([
    sampleEvent('task.canceled', {}, { tenantId: 'tenant_a', taskId: 'task_1', time: at(1) }),
  ]);
  expect((await waiting).status).toBe(200);
  expect(await shown('taskfold_changes_read_total')).toBeGreaterThan(told);
  stream.close();
  feed.close();
  for (const kind of ['wait', 'stream']) {
    await expect.poll(() => shown(`taskfold_live_requests{kind="${kind}"}`)).toBe(0);
  }
  expect(await shown('taskfold_change_watches')).toBe(0);
});

it('shows by how much reads by id share their statements', async () => {
  const figures = async () => ({
    lookups: await shown('taskfold_task_lookups_total'),
    queries: await shown('taskfold_task_lookup_queries_total'),
  });
  const before = await figures();
  await Promise.all(Array.from({ length: 50 }, (_none, number) => api.ask(key, `/v1/tasks/task_${number}`)));
  const after = await figures();
  expect(after.lookups - before.lookups).toBe(50);
  expect(after.queries - before.queries).toBeLessThan(25);
});

it('shows statements that wait for a connection', async () => {
  expect(await shown('taskfold_database_waiting')).toBe(0);
  const release = await lockTable(api, 'tasks');
  // The first waits for the lock with the only connection, the others for the connection.
  const lists = Array.from({ length: 3 }, () => api.ask(key, '/v1/tasks?limit=1'));
  await expect.poll(() => shown('taskfold_database_waiting')).toBe(2);
  expect(await shown('taskfold_database_connections{state="busy"}')).toBeGreaterThanOrEqual(1);
  await release();
  for (const { status } of await Promise.all(lists)) expect(status).toBe(200);
  expect(await shown('taskfold_database_waiting')).toBe(0);
});

it('shows how late the event loop was', async () => {
  await api.metrics();
  // Asking begins anew, and the first sample after that only says when it was taken.
  await new Promise((resolve) => setTimeout(resolve, 150));
  const until = performance.now() + 400;
  // Nothing else runs meanwhile.
  while (performance.now() < until);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await shown('nodejs_eventloop_lag_max_seconds')).toBeGreaterThan(0.25);
});
