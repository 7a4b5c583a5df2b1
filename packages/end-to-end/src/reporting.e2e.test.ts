import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Taskfold } from '@taskfold/client';
import { createEvents } from '@taskfold/client/events';
import { toKafkaRecord } from '@taskfold/client/kafka';
import { createReporter } from '@taskfold/client/reporter';
import { openSpool } from '@taskfold/client/reporter/node';
import { decodeUpdate, latest } from '@taskfold/client/updates';
import { plainKafkajs } from '@taskfold/kafka/testing';
import { Partitioners } from 'kafkajs';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { eventually } from './harness/eventually.ts';
import { getTask } from './harness/get-task.ts';
import { type System, startSystem } from './harness/system.ts';
import { killWorker, type Told } from './reporting/kill-worker.ts';

const TENANT = 'acme';
const KILLS = 8;

let system: System;
let apiUrl: string;
let key: string;

beforeAll(async () => {
  system = await startSystem();
  const services = [system.startApi(), system.startProcessor({ ROLES: 'fold,relay' })] as const;
  key = await system.createKey(TENANT, ['tasks:read', 'events:write', 'billing:write']);
  const [api] = await Promise.all(services);
  apiUrl = api.url;
});

afterAll(() => system?.stop());

interface Ended {
  readonly status: string;
  readonly revision: number;
  readonly progress: { readonly percent: number } | null;
  readonly [part: string]: unknown;
}

async function taskEnded(taskId: string): Promise<Ended> {
  return await eventually(`${taskId} has ended`, async () => {
    const { status, text } = await getTask(apiUrl, key, taskId);
    const task: Ended | undefined = status === 200 ? JSON.parse(text) : undefined;
    return task?.status === 'succeeded' ? task : undefined;
  });
}

async function typesOf(taskId: string): Promise<readonly string[]> {
  const answer = await fetch(`${apiUrl}/v1/tasks/${taskId}/events?limit=100`, {
    headers: { authorization: `Bearer ${key}` },
  });
  const { data } = (await answer.json()) as { data: readonly { type: string }[] };
  return data.map(({ type }) => type);
}

async function producer() {
  const made = plainKafkajs(system.kafka).producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    idempotent: true,
    maxInFlightRequests: 1,
  });
  await made.connect();
  onTestFinished(() => made.disconnect());
  return made;
}

test('a worker that is killed in the middle of a report, again and again, leaves tasks that are right', async () => {
  const spool = await mkdtemp(join(tmpdir(), 'taskfold-reporting-'));
  onTestFinished(() => rm(spool, { recursive: true, force: true }));
  const told: Told = { types: new Map(), refused: [], next: 0 };
  for (let kill = 1; kill <= KILLS; kill++) {
    await killWorker([apiUrl, key, spool], kill, 20 + Math.random() * 400, told);
  }
  // One that comes after them has nothing to do but to send what they left.
  const taskfold = new Taskfold({ apiKey: key, baseUrl: apiUrl });
  const last = createReporter({
    source: '/workers/last',
    spool: openSpool(spool),
    publish: (events, options) => taskfold.events.publish(events, options),
  });
  expect(await last.close()).toEqual({ unsent: 0 });

  expect(told.refused).toEqual([]);
  const ended = [...told.types].filter(([, types]) => types.has('task.succeeded')).map(([taskId]) => taskId);
  expect(ended.length).toBeGreaterThan(KILLS / 2);
  for (const taskId of ended) {
    const task = await taskEnded(taskId);
    expect(task).toMatchObject({
      input: { index: Number(taskId.slice('killed_'.length)) },
      output: { index: Number(taskId.slice('killed_'.length)) },
      // Each counts once, however often it was told and sent.
      usage: { image_count: 1 },
      billing: { charged_credits: '40.0000' },
    });
    // Progress is not kept in a spool: of a task that ended, what arrived of it shows as done.
    expect([undefined, 100]).toContain(task.progress?.percent);
  }
  for (const [taskId, types] of told.types) {
    await eventually(`${taskId} shows all that was told`, async () => {
      const shown = new Set(await typesOf(taskId));
      return [...types].every((type) => shown.has(type)) || undefined;
    });
  }
});

test.each(['structured', 'binary'] as const)(
  'what kafkajs publishes in %s mode shows as it was told',
  async (mode) => {
    const kafka = await producer();
    const reporter = createReporter({
      source: '/workers/kafka',
      tenant: TENANT,
      async publish(events) {
        const messages = events.map((event) => toKafkaRecord(event, { mode }));
        await kafka.send({
          topic: system.topic,
          acks: -1,
          messages: messages.map((each) => ({ ...each, headers: { ...each.headers } })),
        });
      },
    });
    const taskId = `by_kafkajs_${mode}`;
    const task = reporter.task(taskId, { attempt: 2 });
    task.created({
      capability: 'image.generate',
      model: 'aurora-xl',
      input: { seed: 12345678901234567890n },
    });
    task.started({ resolved_model: 'aurora-xl-2026-10' });
    task.progress(42, 'denoise', 'Step 17 of 40');
    task.warn('size_rounded', 'The size was rounded.', 'size');
    task.usage({
      image_count: 1,
      lines: [{ meter: 'image_count', quantity: '1', unit: 'image', billed_amount_credits: '40' }],
    });
    task.charge('charge_1', '40', { estimated: true });
    task.refund('refund_1', '12.5', { reason: 'Smaller than asked for.' });
    task.settled();
    task.succeeded({ output: { url: 'https://cdn.example.com/8e.png' } });
    await reporter.close();
    expect(await taskEnded(taskId)).toMatchObject({
      attempt: 2,
      resolved_model: 'aurora-xl-2026-10',
      progress: { percent: 100, stage: 'denoise', message: 'Step 17 of 40' },
      warnings: [{ code: 'size_rounded', field: 'size' }],
      usage: { image_count: 1, credits: '40.0000' },
      billing: { charged_credits: '40.0000', net_charged_credits: '27.5000', settlement: 'final' },
      output: { url: 'https://cdn.example.com/8e.png' },
    });
    expect((await getTask(apiUrl, key, taskId)).text).toContain('"input":{"seed":12345678901234567890}');
  },
);

test('task.updates ends with the tasks as the API answers them', async () => {
  const kafka = await producer();
  const events = createEvents({ source: '/gateways/eu-1', tenant: TENANT });
  const taskIds = ['updates_1', 'updates_2', 'updates_3'];
  for (const taskId of taskIds) {
    const ofTask = [
      events.created(taskId, { capability: 'a', model: 'b' }),
      events.progressed(taskId, { percent: 50 }),
      events.succeeded(taskId, { output: { taskId } }),
    ];
    await kafka.send({
      topic: system.topic,
      messages: ofTask.map((event) => ({ ...toKafkaRecord(event), headers: {} })),
    });
  }
  const expected = await Promise.all(taskIds.map(taskEnded));

  const tasks = latest();
  const consumer = plainKafkajs(system.kafka).consumer({ groupId: randomUUID() });
  onTestFinished(() => consumer.disconnect());
  await consumer.connect();
  await consumer.subscribe({ topic: system.env.TOPIC_UPDATES ?? 'task.updates', fromBeginning: true });
  await consumer.run({ eachMessage: async ({ message }) => void tasks.apply(decodeUpdate(message)) });
  for (const [index, taskId] of taskIds.entries()) {
    const update = await eventually(`the update of ${taskId} comes`, async () => {
      const found = tasks.get(TENANT, taskId);
      return found?.revision === expected[index]?.revision ? found : undefined;
    });
    const { links: _, ...rest } = update?.task ?? {};
    expect(rest).toEqual({ ...expected[index], links: undefined });
    expect(update.truncated).toBe(false);
  }
});
