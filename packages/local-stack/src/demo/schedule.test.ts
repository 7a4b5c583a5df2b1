import { instantFromMilliseconds, type TaskEnvelope, type TaskEvent } from '@taskfold/contract';
import { emptyState, factsOf, fold, NO_RECORDS, renderTask, visible } from '@taskfold/fold';
import { decodeRecord, partitionOf } from '@taskfold/kafka';
import { expect, test } from 'vitest';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios/index.ts';
import { scenarioTaskId, schedule } from './schedule.ts';

const TENANTS = { first: 'north', second: 'south' } as const;
const RUN = { scenarios: SCENARIOS, tenants: TENANTS, runId: 'abc', startMs: Date.UTC(2026, 10, 24) };
const COUNT = 6;

function eventsOf(scenarios: readonly Scenario[]): { at: number; event: TaskEvent }[] {
  return schedule({ ...RUN, scenarios }).map(({ at, record }, offset) => {
    const partition = partitionOf(record.key ?? Buffer.alloc(0), COUNT, 'murmur2');
    const headers = Object.fromEntries(
      Object.entries(record.headers).map(([name, value]) => [
        name,
        value === null ? null : Buffer.from(value),
      ]),
    );
    const decoded = decodeRecord(
      { ...record, headers, topic: 't', partition, offset, timestampMs: RUN.startMs },
      { partitionCount: COUNT, partitioner: 'murmur2' },
    );
    if (decoded.kind !== 'event') throw new Error(JSON.stringify(decoded));
    return { at, event: decoded.event };
  });
}

function taskAtTheEnd(scenario: Scenario): TaskEnvelope {
  let state = emptyState(TENANTS[scenario.tenant], scenarioTaskId(scenario, RUN.runId));
  for (const { at, event } of eventsOf([scenario])) {
    state = fold(state, event, instantFromMilliseconds(RUN.startMs + at * 1000), NO_RECORDS).state;
  }
  const view = visible(factsOf(state));
  if (view === null) throw new Error('the task was never created');
  return JSON.parse(renderTask(view));
}

test('every event of every scenario is one that the processor accepts, of a known type', () => {
  const events = eventsOf(SCENARIOS);
  expect(events.length).toBeGreaterThan(60);
  expect(events.filter(({ event }) => event.type === 'unknown')).toEqual([]);
});

test('it is told within about a minute, in order, in both content modes, for both tenants', () => {
  const records = schedule(RUN);
  const times = records.map(({ at }) => at);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(times.at(-1)).toBeGreaterThan(40);
  expect(times.at(-1)).toBeLessThan(75);
  expect(records.filter(({ record }) => 'ce_id' in record.headers)).toHaveLength(
    Math.floor(records.length / 2),
  );
  expect(new Set(eventsOf(SCENARIOS).map(({ event }) => event.tenantId))).toEqual(
    new Set(['north', 'south']),
  );
});

test('the task that is shown first exists at the very beginning', () => {
  const first = eventsOf(SCENARIOS)[0];
  expect(first).toMatchObject({ at: 0, event: { type: 'task.created', taskId: 'img_abcn' } });
});

test('each run has tasks of its own, and each scenario another one', () => {
  const ids = SCENARIOS.map((scenario) => scenarioTaskId(scenario, 'abc'));
  expect(new Set(ids).size).toBe(SCENARIOS.length);
  expect(
    SCENARIOS.map((scenario) => scenarioTaskId(scenario, 'abd')).filter((id) => ids.includes(id)),
  ).toEqual([]);
});

test('a name that comes again is the same event again', () => {
  for (const { steps } of SCENARIOS) {
    const seen = new Map<string, unknown>();
    for (const { at, happenedAt = at, ...same } of steps) {
      const event = { ...same, happenedAt };
      if (seen.has(same.name)) expect(event).toEqual(seen.get(same.name));
      seen.set(same.name, event);
    }
  }
});

test('every life ends, is settled, and what was refunded is at most what was charged', () => {
  for (const scenario of SCENARIOS) {
    const task = taskAtTheEnd(scenario);
    expect(task.completed_at, scenario.shows).not.toBeNull();
    expect(task.billing?.settlement, scenario.shows).toBe('final');
    expect(Number(task.billing?.net_charged_credits), scenario.shows).toBeGreaterThanOrEqual(0);
  }
});

test('the demonstration holds what it promises', () => {
  const tasks = SCENARIOS.map(taskAtTheEnd);
  const refunded = (task: TaskEnvelope) => Number(task.billing?.refunded_credits);
  expect(tasks.some((task) => task.status === 'succeeded' && refunded(task) > 0)).toBe(true);
  expect(
    tasks.some(
      (task) =>
        task.status === 'failed' && task.billing?.net_charged_credits === '0.0000' && refunded(task) > 0,
    ),
  ).toBe(true);
  expect(tasks.some((task) => task.cancel?.outcome === 'lost_race')).toBe(true);
  expect(tasks.some((task) => task.status === 'canceled')).toBe(true);
  expect(tasks.some((task) => task.usage?.lines.some((line) => line.quantity.startsWith('-')))).toBe(true);
  expect(new Set(tasks.map((task) => task.capability.split('.')[0]))).toEqual(
    new Set(['image', 'video', 'music', 'speech', 'chat']),
  );
});

test('something of yesterday is charged and not delivered: a failure without a refund, and a caller who is to be told', () => {
  const begun = new Date(RUN.startMs).toISOString();
  const earlier = SCENARIOS.map(taskAtTheEnd).filter(({ created_at: created }) => created < begun);
  expect(new Set(earlier.map(({ created_at: created }) => created.slice(0, 10)))).toEqual(
    new Set([new Date(RUN.startMs - 86_400_000).toISOString().slice(0, 10)]),
  );
  expect(earlier.every(({ billing }) => Number(billing?.net_charged_credits) > 0)).toBe(true);
  expect(earlier.some(({ status }) => status === 'failed')).toBe(true);
  expect(earlier.some(({ callback }) => callback !== null)).toBe(true);
});

test('of the first tenant some tasks were asked for with one key, some with another, and some with none that is known', () => {
  const keys = SCENARIOS.filter(({ tenant }) => tenant === 'first').map(
    (each) => taskAtTheEnd(each).api_key_id,
  );
  expect(new Set(keys)).toEqual(new Set(['website', 'batch_jobs', null]));
});
