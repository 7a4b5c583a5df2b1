import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Task, Taskfold, type TaskWaitOptions } from '@taskfold/client';
import { createEvents } from '@taskfold/client/events';
import { expressCallbacks, type ReceivedCallback } from '@taskfold/client/receiving';
import { snippetsOf } from '@taskfold/console/testing/snippets';
import { SCOPES } from '@taskfold/contract';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type FaultyProxy, startFaultyProxy, startGatheringProxy } from './asking/faulty-proxies.ts';
import { installedClient } from './asking/installed-client.ts';
import { askingSuite } from './asking/life.suite.ts';
import { runCommand } from './harness/command.ts';
import { eventually } from './harness/eventually.ts';
import { ROOT } from './harness/root.ts';
import { type RunningService, startService } from './harness/service.ts';
import { type System, startSystem } from './harness/system.ts';

const SETTINGS = {
  CURSOR_KEY: 'c'.repeat(32),
  RATE_LIMIT_PER_MINUTE: '10000000',
  AUTH_FAILURES_PER_MINUTE: '10000000',
};
const created = { capability: 'image.generate', model: 'aurora-xl' };
const events = createEvents({ source: '/tests/faults' });

let system: System;
let key: string;
let client: Taskfold;
let url: string;
/** Not behind the proxy that holds answers against the contract, which would take part in what goes wrong. */
let mortal: RunningService;

beforeAll(async () => {
  system = await startSystem();
  const processor = { CALLBACK_ALLOW_LOOPBACK: 'true' };
  const [api] = await Promise.all([system.startApi(SETTINGS), system.startProcessor(processor)]);
  key = await system.createKey('asking', SCOPES);
  url = api.url;
  client = new Taskfold({ apiKey: key, baseUrl: url });
  mortal = await startService('api', { ...system.env, ...SETTINGS });
});
afterAll(async () => {
  await mortal?.kill();
  await system?.stop();
});

test('the example of the README, pasted into an empty project, waits for a task and prints its output', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'taskfold-readme-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const project = await installedClient(folder);
  const readme = await readFile(join(ROOT, 'packages/client/README.md'), 'utf8');
  const example = /```ts\n([^`]*)```/.exec(readme)?.[1] ?? '';
  // What it says is JavaScript as well, so that every Node.js runs it.
  await writeFile(join(project, 'example.mjs'), example);
  const running = runCommand({
    command: process.execPath,
    args: ['example.mjs'],
    cwd: project,
    env: { TASKFOLD_API_KEY: key, TASKFOLD_API_URL: mortal.url },
  });
  await client.events.publish([
    events.created('task_1', created),
    events.succeeded('task_1', { output: { url: 'https://cdn.example.com/8e.png' } }),
  ]);
  expect(await running).toBe("succeeded { url: 'https://cdn.example.com/8e.png' }\n");
});

test('what the console has people copy asks for its task, with the key from the environment', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'taskfold-copied-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const project = await installedClient(folder);
  const id = `copied_${randomUUID()}`;
  const receipts = await client.events.publish([
    events.created(id, created),
    events.charged(id, { entry_id: 'charge_1', amount_credits: '40' }),
    events.succeeded(id, {}),
  ]);
  await client.tasks.get(id, { minPosition: receipts.at(-1)?.position ?? undefined, wait: 30 });
  const texts = new Map(snippetsOf(mortal.url, id).map(({ name, text }) => [name, text]));
  await writeFile(join(project, 'copied.mjs'), texts.get('TypeScript') ?? '');
  const run = (command: string, args: readonly string[]) =>
    runCommand({ command, args, cwd: project, env: { TASKFOLD_API_KEY: key } });
  expect(await run(process.execPath, ['copied.mjs'])).toBe('succeeded 40.0000\n');
  const answer = await run('sh', ['-c', texts.get('curl') ?? '']);
  expect(JSON.parse(answer)).toMatchObject({ task_id: id, status: 'succeeded' });
  // That of Python is run by `npm run test:python`.
  expect([...texts.keys()]).toEqual(['curl', 'TypeScript', 'Python']);
});

describe('a real API', () => {
  askingSuite(
    () => client,
    (apiKey) => new Taskfold({ apiKey, baseUrl: url }),
  );
});

/** Goes on until it has told of as many as that, and then ends the task. */
async function tellOf(taskId: string, told: number, everyMs: number): Promise<void> {
  await client.events.publish([events.created(taskId, created), events.started(taskId, {})]);
  for (let count = 1; count <= told; count++) {
    await pause(everyMs);
    await client.events.publish([events.progressed(taskId, { percent: Math.min(count, 99) })]);
  }
  await client.events.publish([
    events.succeeded(taskId, { output: { told } }),
    events.billingSettled(taskId),
  ]);
}

async function waited(baseUrl: string, taskId: string, options: TaskWaitOptions = {}) {
  const states: Task[] = [];
  const began = performance.now();
  const task = await new Taskfold({ apiKey: key, baseUrl }).tasks.wait(taskId, {
    timeout: 120_000,
    onUpdate: (state) => states.push(state),
    ...options,
  });
  const revisions = states.map(({ revision }) => revision);
  expect(revisions).toEqual([...new Set(revisions)].toSorted((a, b) => a - b));
  return { task, states, tookMs: performance.now() - began };
}

const TOLD = 30;
const FAULTS: Readonly<Record<string, (proxy: FaultyProxy) => Promise<void>>> = {
  async 'a cable that is pulled, and put back after a second'(proxy) {
    proxy.stall();
    await pause(1_000);
    proxy.heal();
  },
  async 'connections that are cut again and again'(proxy) {
    for (let cut = 0; cut < 10; cut++) {
      proxy.cut();
      await pause(250);
    }
  },
};

test.each(Object.entries(FAULTS))('%s: nothing changes but the delay', async (_name, happen) => {
  const proxy = await startFaultyProxy(mortal.url);
  onTestFinished(() => proxy.close());
  const id = `fault_${randomUUID()}`;
  const seen = waited(proxy.url, id, { silenceTimeout: 3_000 });
  const told = tellOf(id, TOLD, 150);
  await pause(1_000);
  await happen(proxy);
  const [{ task, states }] = await Promise.all([seen, told]);
  expect(task).toMatchObject({ status: 'succeeded', output: { told: TOLD } });
  expect(states.length).toBeGreaterThan(3);
});

test('a proxy that gathers streams: questions in their place, without waiting for what never comes', async () => {
  const proxy = await startGatheringProxy(mortal.url);
  onTestFinished(() => proxy.close());
  const id = `gathered_${randomUUID()}`;
  const [{ task, states, tookMs }] = await Promise.all([waited(proxy.url, id), tellOf(id, TOLD, 600)]);
  expect(task).toMatchObject({ status: 'succeeded', output: { told: TOLD } });
  expect(states.length).toBeGreaterThan(3);
  expect(tookMs).toBeLessThan(35_000);
});

test('an API that is killed and started again is waited for', async () => {
  const id = `killed_${randomUUID()}`;
  const { url } = mortal;
  const seen = waited(url, id);
  const cursors = new Taskfold({ apiKey: key, baseUrl: url }).updates({ from: 'now' });
  const fed = (async () => {
    for await (const { task } of cursors) if (task.task_id === id && task.status === 'succeeded') return task;
    throw new Error('the feed has ended');
  })();
  const told = tellOf(id, TOLD, 200);
  await pause(1_500);
  await mortal.kill();
  mortal = await startService('api', { ...system.env, ...SETTINGS, PORT: new URL(url).port });
  const [{ task }, change] = await Promise.all([seen, fed, told]);
  expect(task).toMatchObject({ status: 'succeeded', output: { told: TOLD } });
  expect(change.revision).toBeGreaterThanOrEqual(task.revision);
});

test('whose key is revoked meanwhile is told, and does not wait on', async () => {
  const id = `revoked_${randomUUID()}`;
  await client.events.publish([events.created(id, created)]);
  const made = await client.keys.create({ name: 'reader', scopes: ['tasks:read'] });
  expect((await client.keys.list({ limit: 1 }).toArray()).map(({ key_id }) => key_id)).toContain(made.key_id);
  const reader = new Taskfold({ apiKey: made.key, baseUrl: mortal.url });
  await expect(reader.keys.list().page()).rejects.toMatchObject({ status: 403 });
  const waits = reader.tasks.wait(id, { timeout: 60_000 });
  const refused = expect(waits).rejects.toMatchObject({ code: 'invalid_api_key', status: 401 });
  await reader.tasks.wait(id, { until: ({ status }) => status === 'queued' });
  await client.keys.revoke(made.key_id);
  await refused;
});

test('a callback is what it says it is, by the secrets of now, and shown as told', async () => {
  const older = await client.secrets.rotate();
  const { secret, secret_id } = await client.secrets.rotate();
  const received: ReceivedCallback[] = [];
  const receive = expressCallbacks(secret, (callback) => received.push(callback));
  const server = createServer((request, response) => {
    void receive(request, response, () => response.writeHead(500).end());
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callbacks`;
  const id = `called_back_${randomUUID()}`;
  await client.events.publish([
    events.created(id, { ...created, callback: { url } }),
    events.succeeded(id, { output: { url: 'https://cdn.example.com/8e.png' } }),
  ]);
  const [callback] = await eventually('the callback comes', async () =>
    received.length > 0 ? received : undefined,
  );
  expect(callback).toMatchObject({
    type: 'task.succeeded',
    data: { task_id: id, output: { url: 'https://cdn.example.com/8e.png' } },
  });
  const attempts = await eventually('the attempt is shown', async () => {
    const all = await client.callbacks.attempts(id).toArray();
    return all.length > 0 ? all : undefined;
  });
  expect(attempts[0]).toMatchObject({ outcome: 'delivered' });
  await client.callbacks.redeliver(id);
  await eventually('the callback comes again', async () => received.length > 1 || undefined);
  expect(received[1]?.id).toBe(callback?.id);
  const { data } = await client.secrets.list();
  expect(data.map((each) => each.secret_id)).toEqual(expect.arrayContaining([secret_id, older.secret_id]));
  await client.secrets.revoke(older.secret_id);
});

test('what is erased is gone, and what was used is summed', async () => {
  const id = `erased_${randomUUID()}`;
  const receipts = await client.events.publish([
    events.created(id, { capability: 'sum.test', model: 'm', input: { name: 'Jo' } }),
    events.charged(id, { entry_id: 'charge_1', amount_credits: '1.5' }),
    events.succeeded(id, {}),
  ]);
  const minPosition = receipts.at(-1)?.position ?? undefined;
  expect(await client.tasks.get(id, { minPosition, wait: 30 })).toMatchObject({ input: { name: 'Jo' } });
  await client.tasks.erase(id);
  const erased = await client.tasks.wait(id, { until: (task) => task.data_removed, timeout: 30_000 });
  expect(JSON.stringify(erased)).not.toContain('Jo');
  const { data } = await client.usage({
    group_by: ['capability'],
    from: new Date(Date.now() - 3_600_000).toISOString(),
  });
  expect(data.find(({ capability }) => capability === 'sum.test')?.charged_credits).toBe('1.5000');
});
