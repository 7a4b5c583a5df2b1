import { EXAMPLE_EVENTS, instantFromMilliseconds, taskEnvelope } from '@taskfold/contract';
import { emptyState, factsOf, fold, NO_RECORDS, renderTask, visible } from '@taskfold/fold';
import { parseEventLine } from '@taskfold/kafka';
import { createStyle } from '@taskfold/runtime';
import { expect, test } from 'vitest';
import { taskLine, taskState } from '../follow/task-line.ts';
import { banner } from './banner.ts';

const STACK = {
  api_url: 'http://127.0.0.1:8080',
  admin_url: 'http://127.0.0.1:9090',
  api_key: 'sk-first',
  tenant_id: 'demo_north',
  second_api_key: 'sk-second',
  second_tenant_id: 'demo_south',
  operator_token: 'operator-token+1',
  callback_secret: 'whsec_secret',
  database_url: 'postgresql://postgres:database-secret@127.0.0.1:5432/postgres',
  kafka_brokers: '127.0.0.1:9092',
  topic_events: 'task.events',
  topic_updates: 'task.updates',
  topic_dead: 'task.events.dead',
  database_settings: {},
  kafka_settings: {},
};
const PLAIN = createStyle(false);

test('the banner shows the curl line of a task, and no secret beyond the demo keys and the links that sign in', () => {
  const text = banner(
    {
      stack: STACK,
      logs: '.taskfold/logs',
      seconds: 6.24,
      earlierTasks: 8,
      taskId: 'img_1',
      hasConsole: true,
    },
    PLAIN,
  ).join('\n');
  expect(text).toContain("curl -s -H 'Authorization: Bearer sk-first' http://127.0.0.1:8080/v1/tasks/img_1");
  expect(text).toContain('npx taskfold tasks timeline img_1');
  expect(text).toContain('http://127.0.0.1:8080/console/#key=sk-first');
  expect(text).toContain('http://127.0.0.1:9090/operator/console/#token=operator-token%2B1');
  expect(text).toContain('8 tasks from before');
  expect(text).not.toContain('secret');
});

test('where the console is off the banner has no link to it', () => {
  const facts = { stack: STACK, logs: 'l', seconds: 1, earlierTasks: 0, taskId: 'img_1', hasConsole: false };
  const text = banner(facts, PLAIN).join('\n');
  expect(text).toContain('http://127.0.0.1:8080');
  expect(text).not.toMatch(/console/i);
});

test('without any task the banner shows an event that can be published, and how to ask for its task', () => {
  const lines = banner(
    { stack: STACK, logs: 'l', seconds: 1, earlierTasks: 0, taskId: undefined, hasConsole: true },
    PLAIN,
  );
  const echo = lines.find((line) => line.includes('echo')) ?? '';
  const event = /'(.*)'/.exec(echo)?.[1] ?? '';
  expect(parseEventLine(event)).toMatchObject({ kind: 'record', event: { taskId: 'task_by_hand' } });
  expect(lines.join('\n')).toContain('/v1/tasks/task_by_hand');
});

test('a task is one line that says where it stands', () => {
  const event = EXAMPLE_EVENTS['task.created'];
  const parsed = parseEventLine(JSON.stringify(event));
  if (parsed.kind !== 'record') throw new Error('the example is no event');
  const state = emptyState(parsed.event.tenantId, parsed.event.taskId);
  const { state: after } = fold(
    state,
    parsed.event,
    instantFromMilliseconds(Date.UTC(2026, 10, 24)),
    NO_RECORDS,
  );
  const view = visible(factsOf(after));
  if (view === null) throw new Error('the example creates no task');
  const task = taskEnvelope.parse(JSON.parse(renderTask(view)));
  const line = taskLine(task, PLAIN);
  expect(line).toContain(task.task_id);
  expect(line).toContain('queued');
  expect(line.startsWith('00:00:00  ')).toBe(true);

  const progress = { percent: 100, stage: 'draw', message: null, stage_started_at: null };
  const ended = { ...task, progress, status: 'succeeded' as const, updated_at: '2026-11-24T01:02:03.000Z' };
  expect(taskState(ended, PLAIN)).toContain('100 %');
  expect(taskState({ ...ended, updated_at: task.updated_at }, PLAIN)).toBe(taskState(ended, PLAIN));
  const hostile = {
    ...task,
    status: 'running' as const,
    capability: 'c\u001b[2J',
    progress: { ...progress, stage: 'draw\n\u001b[31mred' },
    error: { code: 'e\u009b', message: 'm', retryable: false, details: null },
  };
  const seen = taskState(hostile as never, PLAIN);
  for (const shown of ['c\\u001b[2J', 'draw\\u000a\\u001b[31mred', 'e\\u009b']) expect(seen).toContain(shown);
  expect(seen).not.toMatch(/\p{Cc}/u);
  // As the API answers it: without progress there is none to show.
  expect(taskState({ ...ended, progress: null }, PLAIN)).not.toContain('%');
});
