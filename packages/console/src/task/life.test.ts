import type { CallbackAttempt, TaskEvent } from '@taskfold/client';
import { expect, test } from 'vitest';
import { lifeOf } from './life.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();
const progressed = (stage: string, second: number) =>
  ({ type: 'task.progressed', time: at(second), changed: { percent: 1, stage } }) as unknown as TaskEvent;
const attempt = (second: number, outcome: string) =>
  ({
    type: 'task.succeeded',
    attempt: 1,
    outcome,
    started_at: at(second),
    duration_ms: 1000,
  }) as CallbackAttempt;

test('everything is as long as it took', () => {
  const task = { status: 'succeeded', created_at: at(0), started_at: at(2), completed_at: at(8) } as const;
  const { spans, milliseconds, ticks } = lifeOf(
    task,
    [progressed('draw', 2), progressed('draw', 3), progressed('upscale', 6)],
    [attempt(9, 'delivered')],
    0,
  );
  expect(milliseconds).toBe(10_000);
  expect(spans.map(({ kind, from, to }) => [kind, from, to])).toEqual([
    ['queued', 0, 0.2],
    ['running', 0.2, 0.8],
    ['stage', 0.2, 0.6],
    ['stage', 0.6, 0.8],
    ['callback', 0.9, 1],
  ]);
  expect(ticks.map((tick) => tick.milliseconds)).toEqual([0, 2000, 4000, 6000, 8000, 10_000]);
});

test('one that runs is drawn up to now, one that never began to its end', () => {
  const running = { status: 'running', created_at: at(0), started_at: at(1), completed_at: null } as const;
  expect(lifeOf(running, [], [], Date.parse(at(4))).spans.at(-1)).toMatchObject({
    kind: 'running',
    from: 0.25,
    to: 1,
  });
  const canceled = { status: 'canceled', created_at: at(0), started_at: null, completed_at: at(4) } as const;
  expect(lifeOf(canceled, [], [], 0).spans).toMatchObject([{ kind: 'queued', to: 1, tone: 'canceled' }]);
});

test('times that lie before the beginning, by clocks that differ, stay within the drawing', () => {
  const task = { status: 'running', created_at: at(5), started_at: at(3), completed_at: null } as const;
  for (const { from, to } of lifeOf(task, [progressed('a', 1)], [attempt(2, 'retrying')], Date.parse(at(4)))
    .spans) {
    expect(from).toBeGreaterThanOrEqual(0);
    expect(to).toBeGreaterThanOrEqual(from);
    expect(to).toBeLessThanOrEqual(1);
  }
});
