import { type Instant, nearestInstant, type TaskEvent, taskCountList } from '@taskfold/contract';
import { sampleEvent } from '@taskfold/fold/testing';
import { beforeAll, expect, it } from 'vitest';
import { apiOnDatabase } from '../../testing/api-on-database.ts';
import { errorOf } from '../../testing/small-app.ts';

const api = apiOnDatabase();
const NOON = '2026-11-25T12:00:00.000000Z' as Instant;
const BEFORE = '2026-11-25T11:59:59.999999Z' as Instant;
const DAY = 'created_after=2026-11-25T00:00:00Z&created_before=2026-11-26T00:00:00Z';

function task(taskId: string, created: Instant, end: 'task.succeeded' | 'task.canceled' | null): TaskEvent[] {
  const of = { tenantId: 'tenant_a', taskId };
  return [
    sampleEvent('task.created', { capability: 'chat', model: 'm' }, { ...of, time: created }),
    ...(end === null ? [] : [sampleEvent(end, {}, { ...of, id: 'end', time: NOON })]),
  ];
}

beforeAll(async () => {
  await api.append([
    ...task('t1', BEFORE, 'task.succeeded'),
    ...task('t2', NOON, 'task.succeeded'),
    ...task('t3', NOON, 'task.succeeded'),
    ...task('t4', NOON, 'task.canceled'),
    ...task('t5', NOON, null),
    ...task('now', nearestInstant(Date.now()), null),
    sampleEvent('task.started', {}, { tenantId: 'tenant_a', taskId: 'unborn', time: NOON }),
  ]);
});

const countsOf = async (query: string) => {
  const answer = await api.ask(await api.key('tenant_a'), `/v1/task-counts?${query}`);
  const { data } = taskCountList.parse(JSON.parse(answer.body));
  return data.map(({ hour, status, tasks }) => `${hour.slice(0, 13)} ${status} ${tasks}`);
};

it('counts the tasks that were created in each hour, in UTC, by where they stand now', async () => {
  expect(await countsOf(DAY)).toEqual([
    '2026-11-25T11 succeeded 1',
    '2026-11-25T12 canceled 1',
    '2026-11-25T12 queued 1',
    '2026-11-25T12 succeeded 2',
  ]);
  const noon = `created_after=2026-11-25T12:00:00Z&created_before=2026-11-25T12:00:00.000001Z`;
  expect(await countsOf(noon)).toHaveLength(3);
  expect(await countsOf('created_before=2026-11-25T12:00:00Z')).toEqual(['2026-11-25T11 succeeded 1']);
});

it('counts the last day where nothing is said, and refuses more than a month', async () => {
  expect(await countsOf('')).toEqual([`${new Date().toISOString().slice(0, 13)} queued 1`]);
  const key = await api.key('tenant_a');
  const refused = await api.ask(key, '/v1/task-counts?created_after=2026-01-01T00:00:00Z');
  expect([refused.status, errorOf(refused.body).param]).toEqual([422, '/created_after']);
  const nobody = await api.ask(await api.key('tenant_z'), `/v1/task-counts?${DAY}`);
  expect(JSON.parse(nobody.body)).toEqual({ object: 'list', data: [] });
});
