import { createPool } from '@taskfold/database';
import { testDatabase, testEventLog } from '@taskfold/database/testing';
import { at, sampleEvent, unknownEvent } from '@taskfold/fold/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readTimeline } from './read-timeline.ts';

const database = testDatabase();
const TASK = { tenantId: 'tenant_a', taskId: 'task_1' };
let pool: ReturnType<typeof createPool>;

beforeAll(async () => {
  const writer = createPool({ url: database.url, applicationName: 'test', role: 'taskfold_processor' });
  const log = await testEventLog(writer);
  const started = sampleEvent('task.started', { attempt: 1 }, { ...TASK, time: at(1) });
  const created = sampleEvent('task.created', { capability: 'chat', model: 'a' }, TASK);
  await log.append([started, created, sampleEvent('task.started', {}, { ...TASK, taskId: 'unborn' })]);
  await log.append([{ ...started, tenantId: 'tenant_b' }, started, unknownEvent('task.danced', TASK)]);
  await writer.end();
  pool = createPool({ url: database.url, applicationName: 'test', role: 'taskfold_api' });
});
afterAll(() => pool.end());

it('tells in the order of the log what became of each event', async () => {
  const timeline = await readTimeline(pool, { ...TASK, limit: 10 });
  expect(timeline).toMatchObject({
    kind: 'found',
    hasMore: false,
    events: [
      { type: 'task.started', offset: 0, disposition: 'applied', revision: 1, time: at(1) },
      { type: 'task.created', offset: 1, disposition: 'applied', revision: 2, reason: null },
      { type: 'task.started', offset: 4, disposition: 'duplicate', revision: 2, changed: null },
      { type: 'task.danced', offset: 5, disposition: 'ignored', reason: 'unknown_type', revision: 2 },
    ],
  });
});

it('goes on behind a place', async () => {
  const first = await readTimeline(pool, { ...TASK, limit: 3 });
  expect(first).toMatchObject({ hasMore: true, events: [{ offset: 0 }, { offset: 1 }, { offset: 4 }] });
  const after = { partition: 0, offset: 4 };
  const second = await readTimeline(pool, { ...TASK, after, limit: 3 });
  expect(second).toMatchObject({ kind: 'found', hasMore: false, events: [{ offset: 5 }] });
  const end = { partition: 0, offset: 5 };
  expect(await readTimeline(pool, { ...TASK, after: end, limit: 3 })).toEqual({
    kind: 'found',
    events: [],
    hasMore: false,
  });
});

it('tells where a record lay that was published again, as soon as its event is there', async () => {
  const owner = createPool({ url: database.url, applicationName: 'test', max: 1 });
  await owner.query(`
    INSERT INTO rekeyed_records (topic, kafka_partition, log_offset, record_time, tenant_id, task_id, source, event_id, cause,
        recognised, published_partition, published_offset)
      SELECT 'task.events', 2, 7 + log_offset, now(), tenant_id, task_id, source, event_id, 'no_key', '{}',
        CASE WHEN log_offset = 5 THEN kafka_partition END, CASE WHEN log_offset = 5 THEN log_offset END
      FROM timeline WHERE tenant_id = 'tenant_a' AND task_id = 'task_1' AND log_offset IN (1, 5)`);
  await owner.end();
  expect(await readTimeline(pool, { ...TASK, limit: 10 })).toMatchObject({
    events: [
      { offset: 0, rekeyedFrom: null },
      { offset: 1, rekeyedFrom: { partition: 2, offset: 8 } },
      { offset: 4, rekeyedFrom: null },
      { offset: 5, rekeyedFrom: { partition: 2, offset: 12 } },
    ],
  });
});

it('tells nothing of tasks that nobody sees', async () => {
  for (const task of [
    { ...TASK, taskId: 'unborn' },
    { ...TASK, tenantId: 'tenant_b' },
    { ...TASK, taskId: 'missing' },
  ]) {
    expect(await readTimeline(pool, { ...task, limit: 10 })).toEqual({ kind: 'not_found' });
  }
});
