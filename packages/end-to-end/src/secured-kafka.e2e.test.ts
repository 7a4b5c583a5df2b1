import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type KafkaListeners, kafkaListeners } from '@taskfold/local-servers/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { CLI } from './harness/command.ts';
import { eventually } from './harness/eventually.ts';
import { ROOT } from './harness/root.ts';
import { launchService } from './harness/service.ts';
import { type System, startSystem } from './harness/system.ts';

let folder: string;
let made: KafkaListeners<'scram'>;
let system: System;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taskfold-secured-'));
  made = await kafkaListeners(folder, { scram: { tls: 'right', sasl: 'scram-sha-512' } });
  system = await startSystem({ listeners: made.listeners, kafkaEnv: made.access.scram.env });
}, 120_000);
afterAll(async () => {
  await system?.stop();
  await made?.close();
  await rm(folder, { recursive: true, force: true });
});

const WRONG = { KAFKA_SASL_PASSWORD: 'not-the-password' };
const SENTENCE =
  /Kafka at 127\.0\.0\.1:\d+ refuses the user \\?"taskfold\\?" or the password \(scram-sha-512\): KAFKA_SASL_USERNAME or KAFKA_SASL_PASSWORD is wrong\./;

test('API, processor and commands reach a Kafka that wants TLS and a password', async () => {
  const [api] = await Promise.all([system.startApi(), system.startProcessor()]);
  const key = await system.createKey('tenant_secured', ['tasks:read', 'events:write']);
  const headers = { authorization: `Bearer ${key}` };
  const event = {
    specversion: '1.0',
    id: 'created',
    source: '/test',
    type: 'task.created',
    time: '2026-11-29T08:00:00Z',
    subject: 'task_secured',
    data: { capability: 'chat.completion', model: 'any', input: {} },
  };
  const posted = await fetch(`${api.url}/v1/events`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(event),
  });
  expect(posted.status, await posted.text()).toBe(202);
  const task = await eventually('the task is there', async () => {
    const answer = await fetch(`${api.url}/v1/tasks/task_secured`, { headers });
    return answer.ok ? await answer.json() : undefined;
  });
  expect(task).toMatchObject({ task_id: 'task_secured' });
});

test('a wrong password is named in readiness, in the log and where a process ends, within ten seconds', async () => {
  const [processor, api] = await Promise.all([
    launchService('processor', { ...system.env, ...WRONG }),
    launchService('api', { ...system.env, ...WRONG }),
  ]);
  // From here: how long a process takes to load its code is up to the machine.
  const started = performance.now();
  onTestFinished(async () => {
    await Promise.all([processor.kill(), api.kill()]);
  });
  const [ofProcessor, ofApi, ofCommand] = await Promise.all([
    refusalOf(processor.adminUrl),
    refusalOf(api.adminUrl),
    command(['topics', 'create'], { ...system.env, ...WRONG }),
  ]);
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(ofProcessor).toMatchObject({ status: 503, body: { status: 'failing' } });
  // What is asked of the API is read from PostgreSQL.
  expect(ofApi).toMatchObject({
    status: 200,
    body: { status: 'ok', checks: { kafka: { ok: false, required: false } } },
  });
  expect(ofCommand.code).toBe(5);
  expect(ofCommand.said).toMatch(SENTENCE);
  expect(ofCommand.said.trim().split('\n')).toHaveLength(1);

  expect(await processor.exited).toBe(1);
  for (const service of [processor, api]) {
    const told = service.log().filter((line) => line.includes('"level":"error"') && SENTENCE.test(line));
    expect(told).toHaveLength(1);
    expect(service.log().join('\n')).not.toContain(WRONG.KAFKA_SASL_PASSWORD);
  }
  expect(processor.log().filter((line) => SENTENCE.test(line)).length).toBeLessThanOrEqual(4);
}, 60_000);

interface Refusal {
  readonly status: number;
  readonly body: { readonly status: string; readonly checks: Record<string, { readonly reason: string }> };
}

/** What `/readyz` answers as soon as it says why Kafka refuses. */
async function refusalOf(adminUrl: string): Promise<Refusal> {
  return await eventually(`${adminUrl} says what is wrong`, async () => {
    const answer = await fetch(`${adminUrl}/readyz`);
    const body = (await answer.json()) as Refusal['body'];
    return SENTENCE.test(body.checks.kafka?.reason ?? '') ? { status: answer.status, body } : undefined;
  });
}

async function command(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: 'pipe',
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { code, said: stdout + stderr };
}
