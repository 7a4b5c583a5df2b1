import {
  CALLBACK_STATUSES,
  type Instant,
  type JsonText,
  MAY_BE_WITHOUT,
  type Need,
  TASK_STATUSES,
  type TaskEvent,
  type TaskFilters,
} from '@taskfold/contract';
import { createPool, createTaskReader } from '@taskfold/database';
import { testDatabase, testEventLog } from '@taskfold/database/testing';
import { metadataOf, type VisibleTask } from '@taskfold/fold';
import { at, sampleEvent } from '@taskfold/fold/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSummaries } from './read-summaries.ts';
import { readTaskPage } from './read-task-page.ts';

const database = testDatabase();
const NOTHING_MORE = new Set<never>();
const TENANTS = ['tenant_a', 'tenant_b'];
let pool: ReturnType<typeof createPool>;
/** Every visible task of both tenants, by the reader by id. */
let views: VisibleTask[];
/** When each task used, was charged or was refunded something, by tenant and id. */
const entryTimes = new Map<string, Instant[]>();

beforeAll(async () => {
  const writer = createPool({ url: database.url, applicationName: 'test', role: 'taskfold_processor' });
  const log = await testEventLog(writer);
  const events = fc.sample(fc.constant(null), 60).flatMap((_none, number) => historyOf(number));
  await log.append(events);
  for (const { type, tenantId, taskId, time } of events) {
    if (!['task.charged', 'task.refunded', 'task.usage_recorded'].includes(type)) continue;
    const name = `${tenantId}/${taskId}`;
    entryTimes.set(name, [...(entryTimes.get(name) ?? []), time]);
  }
  await writer.end();
  pool = createPool({ url: database.url, applicationName: 'test', role: 'taskfold_api' });
  const reader = createTaskReader(pool);
  const { rows } = await pool.query<{ tenant_id: string; task_id: string }>(
    'SELECT tenant_id, task_id FROM tasks',
  );
  const found = await Promise.all(rows.map((row) => reader.get(row.tenant_id, row.task_id)));
  views = found.filter((view) => view !== null);
});
afterAll(() => pool.end());

/** Tasks that differ in all that can be filtered by; every tenth has no creation, some share a moment. */
function historyOf(number: number): TaskEvent[] {
  const of = { tenantId: TENANTS[number % 2] ?? '', taskId: `task_${(number * 7) % 60}` };
  const pick = <Value>(...values: readonly Value[]) => values[number % values.length];
  const created = at(Math.floor(number / 3));
  const events: TaskEvent[] = [];
  if (number % 10 !== 9) {
    events.push(
      sampleEvent(
        'task.created',
        {
          capability: pick('image.generate', 'chat', 'chat') ?? '',
          model: pick('a', 'b', 'c', 'd') ?? '',
          metadata: pick<Record<string, string>>({}, { k: 'v' }, { k: 'v', other: 'ü"' }) ?? {},
          input: '{"seed":1.0}' as JsonText,
          ...(number % 3 === 0 ? { project_id: 'p1', client_request_id: `req_${number % 6}` } : {}),
          ...(number % 4 === 0 ? { callback: { url: 'https://example.com' } } : {}),
          ...(number % 5 === 0 ? { deadline_at: '2020-01-01T00:00:00.000000Z' as Instant } : {}),
        },
        { ...of, time: created, apiKeyId: pick('k1', 'k2', undefined, 'k1', undefined) },
      ),
    );
  }
  const end = { ...of, time: at(100 + number) };
  if (number % 6 !== 0) events.push(sampleEvent('task.started', {}, { ...of, time: at(50) }));
  if (number % 6 === 2 || number % 6 === 3) events.push(sampleEvent('task.succeeded', {}, end));
  if (number % 6 === 4) {
    const error = { code: pick('refused', 'broken') ?? '', message: 'No.', retryable: false };
    events.push(sampleEvent('task.failed', { error }, end));
  }
  if (number % 6 === 5) events.push(sampleEvent('task.canceled', {}, end));
  if (number % 4 === 0) events.push(sampleEvent('task.charged', { entry_id: 'c', amount_credits: '2' }, end));
  if (number % 7 === 0)
    events.push(sampleEvent('task.refunded', { entry_id: 'r', amount_credits: '3' }, end));
  const later = { ...of, time: at(120 + number) };
  if (number % 3 === 0) events.push(sampleEvent('task.usage_recorded', { characters: 5, lines: [] }, later));
  return events;
}

/** The filters in words of this test's own. */
function matches(view: VisibleTask, filters: TaskFilters): boolean {
  const { metadata, created_after, created_before, completed_after, completed_before } = filters;
  const { entry_after, entry_before } = filters;
  const done = view.completed_at;
  return (
    (filters.status?.includes(view.status) ?? true) &&
    (filters.capability ?? view.capability) === view.capability &&
    (filters.model ?? view.model) === view.model &&
    Object.entries(metadata ?? {}).every(([key, value]) => metadataOf(view)[key] === value) &&
    (filters.client_request_id === undefined || filters.client_request_id === view.client_request_id) &&
    (filters.error_code === undefined || filters.error_code === view.error_code) &&
    (filters.callback_status === undefined || filters.callback_status === view.callback_status) &&
    (filters.project_id === undefined || filters.project_id === view.project_id) &&
    (filters.api_key_id === undefined || filters.api_key_id === view.api_key_id) &&
    !(filters.without?.includes('project_id') && view.project_id !== null) &&
    !(filters.without?.includes('api_key_id') && view.api_key_id !== null) &&
    (created_after === undefined || view.created_at >= created_after) &&
    (created_before === undefined || view.created_at < created_before) &&
    (completed_after === undefined || (done !== null && done >= completed_after)) &&
    (completed_before === undefined || (done !== null && done < completed_before)) &&
    ((entry_after ?? entry_before) === undefined ||
      (entryTimes.get(`${view.tenant_id}/${view.task_id}`) ?? []).some(
        (time) => time >= (entry_after ?? time) && (entry_before === undefined || time < entry_before),
      )) &&
    (filters.needs === undefined || needsOf(view).includes(filters.needs))
  );
}

function needsOf(view: VisibleTask): Need[] {
  const charged = Number(view.charged_credits ?? 0);
  const refunded = Number(view.refunded_credits ?? 0);
  const needs: Need[] = [];
  if (view.status === 'succeeded' && view.usage_credits === null) needs.push('usage');
  if (['failed', 'canceled'].includes(view.status) && charged > 0 && refunded === 0) needs.push('refund');
  if (view.usage_credits !== null && view.settlement === null) needs.push('charge');
  if (refunded > charged) needs.push('over_refund');
  if (view.completed_at === null && view.deadline_at !== null) needs.push('attention');
  return needs;
}

async function everyPage(tenantId: string, filters: TaskFilters, order: 'asc' | 'desc', limit: number) {
  const maxBytes = 1;
  const tasks: VisibleTask[] = [];
  for (;;) {
    const last = tasks.at(-1);
    const after = last;
    const page = await readTaskPage(pool, {
      tenantId,
      filters,
      order,
      after,
      limit,
      expand: NOTHING_MORE,
      maxBytes,
    });
    tasks.push(...page.tasks);
    if (!page.hasMore) return tasks;
    expect(page.tasks).toHaveLength(limit);
  }
}

const maybe = <Value>(...values: readonly Value[]) =>
  fc.option(fc.constantFrom(...values), { nil: undefined, freq: 1 });
const moments = [at(0), at(5), at(110), at(130), '2027-01-01T00:00:00.000000Z' as Instant];
const filters: fc.Arbitrary<TaskFilters> = fc.record({
  status: fc.option(fc.subarray([...TASK_STATUSES], { minLength: 1 }), { nil: undefined, freq: 1 }),
  capability: maybe('image.generate', 'chat', 'none'),
  model: maybe('a', 'b'),
  metadata: maybe<Record<string, string>>({ k: 'v' }, { other: 'ü"' }, { k: 'other' }, {}),
  client_request_id: maybe('req_0', 'req_3'),
  error_code: maybe('refused', 'broken'),
  callback_status: maybe(...CALLBACK_STATUSES),
  project_id: maybe('p1', 'p2'),
  api_key_id: maybe('k1', 'k2', 'k3'),
  without: fc.option(fc.subarray([...MAY_BE_WITHOUT], { minLength: 1 }), { nil: undefined, freq: 1 }),
  created_after: maybe(...moments),
  created_before: maybe(...moments),
  completed_after: maybe(...moments),
  completed_before: maybe(...moments),
  entry_after: maybe(...moments),
  entry_before: maybe(...moments),
  needs: maybe<Need>('usage', 'refund', 'charge', 'over_refund', 'conflict', 'attention'),
});

describe('a list of tasks', () => {
  it('holds what the filters say, in order, page by page', async () => {
    expect(views.length).toBeGreaterThan(40);
    const tenants = fc.constantFrom(...TENANTS, 'nobody');
    const run = fc.asyncProperty(
      tenants,
      fc.oneof(filters, fc.constant({})),
      fc.constantFrom('asc' as const, 'desc' as const),
      fc.integer({ min: 1, max: 7 }),
      async (tenantId, wanted, order, limit) => {
        const expected = views
          .filter((view) => view.tenant_id === tenantId && matches(view, wanted))
          .sort((left, right) => {
            const [a, b] = [left, right].map(({ created_at, task_id }) => `${created_at}/${task_id}`);
            return (String(a) < String(b) ? -1 : 1) * (order === 'asc' ? 1 : -1);
          });
        const listed = await everyPage(tenantId, wanted, order, limit);
        expect(listed.map(({ task_id }) => task_id)).toEqual(expected.map(({ task_id }) => task_id));
      },
    );
    await fc.assert(run, { numRuns: 300 });
  });

  it('filters by each filter alone', async () => {
    for (const [name, value] of [
      ['status', ['failed']],
      ['status', ['queued']],
      ['status', ['running', 'succeeded', 'failed']],
      ['status', ['succeeded', 'failed', 'canceled']],
      ['error_code', 'broken'],
      ['callback_status', 'pending'],
      ['api_key_id', 'k2'],
      ['without', ['project_id']],
      ['without', ['api_key_id']],
      ['without', ['project_id', 'api_key_id']],
      ['entry_after', at(130)],
      ['entry_before', at(130)],
      ['needs', 'usage'],
      ['needs', 'refund'],
      ['needs', 'charge'],
      ['needs', 'over_refund'],
      ['needs', 'attention'],
    ] as const) {
      const wanted = { [name]: value };
      const listed = await everyPage('tenant_a', wanted, 'desc', 100);
      const expected = views.filter((view) => view.tenant_id === 'tenant_a' && matches(view, wanted));
      expect(listed.length, `${name} ${value}`).toBe(expected.length);
      if (name !== 'error_code') expect(expected.length, `${name} ${value}`).toBeGreaterThan(0);
    }
  });

  it('reads large parts only where they are asked for', async () => {
    const options = { tenantId: 'tenant_a', filters: {}, order: 'desc', limit: 1, maxBytes: 1 } as const;
    const [bare] = (await readTaskPage(pool, { ...options, expand: NOTHING_MORE })).tasks;
    expect(bare?.input).toBeNull();
    const [full] = (await readTaskPage(pool, { ...options, expand: new Set(['input']) })).tasks;
    expect(full?.input).toBe('{"seed":1.0}');
  });
});

describe('what is read at a time', () => {
  const parts = new Set(['input', 'output', 'usage'] as const);
  /** What counts of a task, and what does not. */
  const sizeOf = ({ input }: VisibleTask) => input?.length ?? 0;

  it('ends with the task that goes beyond the bytes, and goes on behind it', async () => {
    const all = views.filter(({ tenant_id }) => tenant_id === 'tenant_a').map(({ task_id }) => task_id);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 9 }),
        async (maxBytes, limit) => {
          const options = { tenantId: 'tenant_a', filters: {}, order: 'asc', limit, maxBytes } as const;
          const listed: string[] = [];
          let after: VisibleTask | undefined;
          for (;;) {
            const { tasks, hasMore } = await readTaskPage(pool, { ...options, after, expand: parts });
            const last = tasks.at(-1);
            listed.push(...tasks.map(({ task_id }) => task_id));
            const before = tasks.slice(0, -1).reduce((sum, task) => sum + sizeOf(task), 0);
            expect(before).toBeLessThan(maxBytes);
            if (hasMore)
              expect(
                tasks.length === limit ||
                  before + sizeOf(last as VisibleTask) + 20 * tasks.length >= maxBytes,
              ).toBe(true);
            if (!hasMore || last === undefined) break;
            after = last;
          }
          expect(listed.toSorted()).toEqual(all.toSorted());

          const asked = ['missing', ...all, 'missing too'];
          const found: string[] = [];
          for (let from = 0; from < asked.length; ) {
            const taskIds = asked.slice(from);
            const { views: read, looked } = await readSummaries(pool, { ...options, taskIds, expand: parts });
            found.push(...read.keys());
            expect(looked).toBeGreaterThan(0);
            from += looked;
          }
          expect(found).toEqual(all);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('counts what is compressed by what it becomes', async () => {
    const owner = createPool({ url: database.url, applicationName: 'test' });
    await owner.query(`INSERT INTO tasks (tenant_id, task_id, kafka_partition, created_at, capability, model, credits_per_usd,
        input, revision, updated_at, status, fold_keys)
      SELECT 'large', 'task_' || n, 0, now(), 'c', 'm', 1000, json_build_object('text', repeat('a', 100000)), 1, now(), 'queued', '{}'
      FROM generate_series(1, 9) AS n`);
    await owner.end();
    const of = { tenantId: 'large', filters: {}, order: 'asc', limit: 100, maxBytes: 250_000 } as const;
    const page = await readTaskPage(pool, { ...of, expand: parts });
    expect([page.tasks.length, page.hasMore]).toEqual([3, true]);
    const bare = await readTaskPage(pool, { ...of, expand: NOTHING_MORE });
    expect([bare.tasks.length, bare.hasMore]).toEqual([9, false]);
    const taskIds = page.tasks.map(({ task_id }) => task_id).concat('task_4', 'task_5');
    expect(await readSummaries(pool, { ...of, taskIds, expand: parts })).toMatchObject({ looked: 3 });
  });
});

describe('summaries by id', () => {
  it('are of the tenant alone', async () => {
    const own = views.filter(({ tenant_id }) => tenant_id === 'tenant_a').map(({ task_id }) => task_id);
    const all = views.map(({ task_id }) => task_id);
    const of = { tenantId: 'tenant_a', expand: new Set(['input'] as const), maxBytes: 1e6 };
    const taskIds = [...new Set([...all, 'missing'])];
    const found = await readSummaries(pool, { ...of, taskIds });
    expect(found.looked).toBe(taskIds.length);
    expect([...found.views.keys()].sort()).toEqual(own.sort());
    expect([...found.views.values()].every(({ tenant_id }) => tenant_id === 'tenant_a')).toBe(true);
    expect(await readSummaries(pool, { ...of, taskIds: [] })).toEqual({ views: new Map(), looked: 0 });
  });
});
