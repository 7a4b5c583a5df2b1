import { type Instant, METERS, type TaskEvent } from '@taskfold/contract';
import { createPool } from '@taskfold/database';
import { testDatabase, testEventLog } from '@taskfold/database/testing';
import { sampleEvent } from '@taskfold/fold/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sumUsage } from './sum-usage.ts';

const database = testDatabase();
const MIDNIGHT = '2026-11-25T00:00:00.000000Z' as Instant;
const BEFORE = '2026-11-24T23:59:59.999999Z' as Instant;
const NO_METERS = Object.fromEntries(METERS.map((meter) => [meter, '0']));
let pool: ReturnType<typeof createPool>;

function task(
  taskId: string,
  model: string,
  time: Instant,
  { tenantId = 'tenant_a', apiKeyId }: { readonly tenantId?: string; readonly apiKeyId?: string } = {},
): TaskEvent[] {
  const of = { tenantId, taskId, time };
  return [
    sampleEvent('task.created', { capability: 'chat', model }, { ...of, apiKeyId }),
    sampleEvent('task.usage_recorded', { input_tokens: 9007199254740991, audio_seconds: 0.1, lines: [] }, of),
    sampleEvent('task.charged', { entry_id: 'c', amount_credits: '0.10000001' }, of),
    sampleEvent('task.refunded', { entry_id: 'r', amount_credits: '0.02' }, of),
  ];
}

beforeAll(async () => {
  const writer = createPool({ url: database.url, applicationName: 'test', role: 'taskfold_processor' });
  const log = await testEventLog(writer);
  await log.append([
    ...task('t1', 'a', BEFORE),
    ...task('t2', 'a', MIDNIGHT, { apiKeyId: 'key_1' }),
    ...task('t3', 'b', MIDNIGHT, { apiKeyId: 'key_1' }),
    ...task('t4', 'b', MIDNIGHT, { tenantId: 'tenant_b', apiKeyId: 'key_1' }),
    sampleEvent(
      'task.charged',
      { entry_id: 'c', amount_credits: '99' },
      { taskId: 'unborn', time: MIDNIGHT },
    ),
    sampleEvent(
      'task.usage_recorded',
      { characters: 3, lines: [] },
      { taskId: 't1', time: MIDNIGHT, id: 'late' },
    ),
  ]);
  await writer.end();
  pool = createPool({ url: database.url, applicationName: 'test', role: 'taskfold_api' });
});
afterAll(() => pool.end());

it('adds everything up, exactly, of visible tasks of the tenant', async () => {
  expect(await sumUsage(pool, { tenantId: 'tenant_a', groupBy: [], maxRows: 10 })).toEqual({
    kind: 'sums',
    rows: [
      {
        group: {},
        tasks: 3,
        meters: { ...NO_METERS, input_tokens: '27021597764222973', audio_seconds: '0.3', characters: '3' },
        charged: '0.30000003',
        refunded: '0.06',
      },
    ],
  });
});

it('counts an entry on its own day in UTC, from inclusive, to exclusive', async () => {
  const byDay = await sumUsage(pool, { tenantId: 'tenant_a', groupBy: ['day'], maxRows: 10 });
  expect(byDay).toMatchObject({
    rows: [
      { group: { day: '2026-11-24' }, tasks: 1, charged: '0.10000001', meters: { characters: '0' } },
      { group: { day: '2026-11-25' }, tasks: 3, charged: '0.20000002', meters: { characters: '3' } },
    ],
  });
  const first = await sumUsage(pool, { tenantId: 'tenant_a', to: MIDNIGHT, groupBy: ['day'], maxRows: 10 });
  const second = await sumUsage(pool, {
    tenantId: 'tenant_a',
    from: MIDNIGHT,
    groupBy: ['day'],
    maxRows: 10,
  });
  expect(byDay).toEqual({
    kind: 'sums',
    rows: [...('rows' in first ? first.rows : []), ...('rows' in second ? second.rows : [])],
  });
});

it('groups by the key that the tasks were asked for with, those of none in a row of their own', async () => {
  expect(await sumUsage(pool, { tenantId: 'tenant_a', groupBy: ['api_key_id'], maxRows: 9 })).toMatchObject({
    rows: [
      { group: { api_key_id: 'key_1' }, tasks: 2, charged: '0.20000002', refunded: '0.04' },
      { group: { api_key_id: null }, tasks: 1, charged: '0.10000001', meters: { characters: '3' } },
    ],
  });
});

it('groups by what the tasks are', async () => {
  const groupBy = ['model', 'status', 'capability', 'project_id'] as const;
  expect(await sumUsage(pool, { tenantId: 'tenant_a', groupBy, maxRows: 2 })).toMatchObject({
    rows: [
      { group: { model: 'a', status: 'queued', capability: 'chat', project_id: null }, tasks: 2 },
      { group: { model: 'b', status: 'queued', capability: 'chat', project_id: null }, tasks: 1 },
    ],
  });
  expect(await sumUsage(pool, { tenantId: 'tenant_a', groupBy, maxRows: 1 })).toEqual({
    kind: 'too_many_rows',
  });
  const nobody = await sumUsage(pool, { tenantId: 'nobody', groupBy: [], maxRows: 1 });
  expect(nobody).toMatchObject({ rows: [{ tasks: 0, charged: '0', refunded: '0' }] });
});
