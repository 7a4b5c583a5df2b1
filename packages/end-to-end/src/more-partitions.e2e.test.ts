import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { structured } from './clients/foreign-record.ts';
import { createPlatformaticProducer } from './clients/platformatic.ts';
import { runTaskfold } from './harness/command.ts';
import { eventually } from './harness/eventually.ts';
import { getTask } from './harness/get-task.ts';
import type { RunningService } from './harness/service.ts';
import { type System, startSystem } from './harness/system.ts';
import { manyTasks } from './histories/many-tasks.ts';

// As docs/operations/more-partitions.md has it.
const TASKS = 40;
const API = { CURSOR_KEY: randomBytes(32).toString('hex') };
let system: System;

beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system?.stop());

async function publish(topic: string, prefix: string): Promise<void> {
  const producer = createPlatformaticProducer(system.kafka, topic);
  const events = manyTasks('acme', TASKS).map((event) => ({ ...event, taskId: `${prefix}_${event.taskId}` }));
  await producer.send(events.map(structured));
  await producer.close();
}

interface Feed {
  readonly status: number;
  readonly cursor: string;
  readonly taskIds: readonly string[];
}

async function feed(api: RunningService, key: string, query: string): Promise<Feed> {
  const answer = await fetch(`${api.url}/v1/task-updates?limit=100&${query}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  const { data = [], next_cursor: cursor = '' } = (await answer.json()) as {
    readonly data?: readonly { readonly task_id: string }[];
    readonly next_cursor?: string;
  };
  return { status: answer.status, cursor, taskIds: data.map(({ task_id }) => task_id) };
}

const lastOf = (prefix: string) => `${prefix}_task_${TASKS - 1}`;

const hasEnded = (api: RunningService, key: string, id: string) =>
  eventually(`${id} has ended`, async () => {
    const { text } = await getTask(api.url, key, id);
    return text.includes('"canceled"') || text.includes('"succeeded"') || undefined;
  });

test('a running system is moved by the commands of the page, and cursors of the feed are good or say that they are not', async () => {
  const target = `${system.topic}.24`;
  const move = (...args: readonly string[]) =>
    runTaskfold(['topics', 'move', '--to', target, ...args], { ...system.env, TOPIC_PARTITIONS: '24' });
  const key = await system.createKey('acme');
  const [api, processor] = await Promise.all([system.startApi(API), system.startProcessor()]);
  const { cursor: early } = await feed(api, key, 'from=now');
  await publish(system.topic, 'first');
  await hasEnded(api, key, lastOf('first'));
  expect(await move()).toContain('has caught up');
  await expect(move('--switch', '--yes')).rejects.toThrow('processors of the group');
  const before = await getTask(api.url, key, lastOf('first'));
  const { cursor: late } = await feed(api, key, 'from=now');
  expect(await api.stop()).toBe(0);
  // Before it ends it has told what it folded.
  await eventually('all updates are published', async () => {
    const text = await metrics(processor);
    const waiting = [...text.matchAll(/^taskfold_relay_lag_changes\{[^}]*\} (\d+)$/gm)].map(([, count]) =>
      Number(count),
    );
    return (waiting.length > 0 && waiting.every((count) => count === 0)) || undefined;
  });
  expect(await processor.stop()).toBe(0);
  expect(await move('--switch', '--yes')).toContain(`set TOPIC_EVENTS=${target}`);

  const env = { TOPIC_EVENTS: target };
  const [moved, folding] = await Promise.all([
    system.startApi({ ...API, ...env }),
    system.startProcessor(env),
  ]);
  expect(await getTask(moved.url, key, lastOf('first'))).toMatchObject({ status: 200, text: before.text });
  expect((await feed(moved, key, `cursor=${encodeURIComponent(early)}`)).status).toBe(410);
  await publish(target, 'second');
  await publish(system.topic, 'straggling');
  await move('--stragglers');
  await Promise.all(['second', 'straggling'].map((prefix) => hasEnded(moved, key, lastOf(prefix))));
  const seen = new Set<string>();
  await eventually('the feed has told of all that came since', async () => {
    for (let cursor = late; ; ) {
      const page = await feed(moved, key, `cursor=${encodeURIComponent(cursor)}`);
      expect(page.status).toBe(200);
      for (const id of page.taskIds) seen.add(id);
      if (page.taskIds.length === 0) return seen.size >= 2 * TASKS || undefined;
      cursor = page.cursor;
    }
  });
  expect([...seen].filter((id) => id.startsWith('first'))).toEqual([]);
  const verified = await runTaskfold(['projection', 'verify'], { ...system.env, ...env });
  expect(verified).toContain('is what the log says');
  expect(await folding.stop()).toBe(0);
});

async function metrics({ adminUrl }: RunningService): Promise<string> {
  return await (await fetch(`${adminUrl}/metrics`)).text();
}
