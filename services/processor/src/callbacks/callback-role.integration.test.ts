import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { type KeyRing, parseKeyRing, rotateCallbackSecret } from '@taskfold/access';
import type { Instant } from '@taskfold/contract';
import { createPool, createPrisma, type Pool, redeliver } from '@taskfold/database';
import { openBreakers } from '@taskfold/database/operators';
import { testDatabase } from '@taskfold/database/testing';
import { emptyState, factsOf, fold, NO_RECORDS } from '@taskfold/fold';
import {
  createKafkaClient,
  decodeRecord,
  encodeStructured,
  type KafkaClient,
  type LogRecord,
} from '@taskfold/kafka';
import { createTestTopic, type TestTopic, testConnection } from '@taskfold/kafka/testing';
import { createLogger, createRegistry } from '@taskfold/runtime';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type CallbackSettings, createCallbackRole } from './callback-role.ts';
import { type HttpReceiver, startRawReceiver, startReceiver } from './testing/receiver.ts';
import { seedTasks } from './testing/seed-tasks.ts';

const database = testDatabase();
const logger = createLogger({ service: 'test', level: 'silent' });
const registry = createRegistry({ service: 'test' });
let pool: Pool;
let kafka: KafkaClient;
let topic: TestTopic;
let keyRing: KeyRing;
let tenantId: string;
let tasks = 0;
const open: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  pool = createPool({
    url: database.url,
    applicationName: 'test',
    role: 'taskfold_processor',
    byKeyOnly: true,
  });
  keyRing = parseKeyRing(`k:${randomBytes(32).toString('base64')}`);
  topic = await createTestTopic();
  kafka = createKafkaClient({ ...testConnection(), logger });
});
afterAll(async () => {
  await kafka.close();
  await topic.drop();
  await pool.end();
});
beforeEach(() => {
  tenantId = `tenant_${randomBytes(6).toString('hex')}`;
});
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
  registry.clear();
  const superuser = createPool({ url: database.url, applicationName: 'test', max: 1 });
  await superuser.query('TRUNCATE deliveries, event_outbox');
  await superuser.end();
});

async function receiver(...args: Parameters<typeof startReceiver>): Promise<HttpReceiver> {
  const started = await startReceiver(...args);
  open.push(() => started.close());
  return started;
}

function start(settings: CallbackSettings = {}) {
  const role = createCallbackRole({
    pool,
    listenPool: pool,
    producer: kafka.producer(),
    topic: topic.name,
    encode: encodeStructured,
    keyRing,
    publicUrl: 'https://tasks.example',
    registry,
    logger,
    settings: { rules: { loopback: true }, pollMs: 20, timeoutMs: 500, ...settings },
  });
  role.start();
  open.push(() => role.stop());
  return role;
}

async function seed(url: string, output?: string): Promise<string> {
  tasks += 1;
  const taskId = `task_${tasks}`;
  await seedTasks(pool, [{ tenantId, taskId, url, ...(output === undefined ? {} : { output }) }]);
  return taskId;
}

const urlOf = ({ port }: { port: number }) => `http://127.0.0.1:${port}/hook`;
async function attemptsOf(taskId: string) {
  const { rows } = await pool.query<{
    readonly attempt: number;
    readonly outcome: string;
    readonly error: string | null;
    readonly status_code: number | null;
    readonly started_at: Instant;
    readonly next_attempt_at: Instant | null;
  }>(
    'SELECT * FROM callback_attempts WHERE tenant_id = $1 AND task_id = $2 ORDER BY recorded_at, type, attempt',
    [tenantId, taskId],
  );
  return rows;
}
const outcomes = async (taskId: string) =>
  (await attemptsOf(taskId)).map(({ outcome, error }) => error ?? outcome);
const WITHIN = { timeout: 10_000, interval: 20 };

test('an ended task is told of: signed, without input, with absolute links', async () => {
  const to = await receiver((response) => response.writeHead(204).end());
  const taskId = await seed(urlOf(to));
  start();
  await expect.poll(() => outcomes(taskId), WITHIN).toEqual(['delivered']);
  const [request] = to.requests;
  if (request === undefined) throw new Error('nothing was received');
  const body = JSON.parse(request.body);
  expect(body).toMatchObject({
    type: 'task.succeeded',
    timestamp: '2026-11-24T10:01:00.000Z',
    data: {
      task_id: taskId,
      status: 'succeeded',
      output: { ok: true },
      links: { self: `https://tasks.example/v1/tasks/${taskId}` },
    },
  });
  expect(body.data).not.toHaveProperty('input');
  expect(request.headers).toMatchObject({ 'content-type': 'application/json' });

  const rotated = await rotate();
  expect(rotated.kind).toBe('created');
});

const rotate = (api = apiPool()) =>
  createPrisma(api).$transaction((work) => rotateCallbackSecret(work, keyRing, tenantId));

function apiPool(): Pool {
  const api = createPool({ url: database.url, applicationName: 'test', role: 'taskfold_api', max: 1 });
  open.push(() => api.end());
  return api;
}

test('signatures verify with the tenant’s secret, with both after a rotation, and the id stays', async () => {
  let fail = true;
  const to = await receiver((response) => response.writeHead(fail ? 500 : 200).end());
  const api = apiPool();
  const older = await rotate(api);
  const newer = await rotate(api);
  const taskId = await seed(urlOf(to));
  start({ schedule: [0, 50, 50] });
  await expect.poll(() => to.requests.length, WITHIN).toBeGreaterThanOrEqual(1);
  fail = false;
  await expect.poll(() => outcomes(taskId), WITHIN).toContain('delivered');
  for (const secret of [older, newer]) {
    for (const { headers, body } of to.requests) {
      const webhook = new Webhook(secret.kind === 'created' ? secret.secret : '');
      expect(() => webhook.verify(body, headers as Record<string, string>)).not.toThrow();
    }
  }
  expect(new Set(to.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(to.requests.length).toBeGreaterThanOrEqual(2);
});

test('failures follow the schedule until it is exhausted, and each is told to the log', async () => {
  const to = await receiver((response) => response.writeHead(500).end('broken'));
  const taskId = await seed(urlOf(to));
  start({ schedule: [0, 30, 60] });
  await expect.poll(async () => (await attemptsOf(taskId)).at(-1)?.outcome, WITHIN).toBe('exhausted');
  const attempts = await attemptsOf(taskId);
  expect(
    attempts.map(({ attempt, outcome, error, status_code }) => [attempt, outcome, error, status_code]),
  ).toEqual([
    [1, 'retrying', 'http_5xx', 500],
    [2, 'retrying', 'http_5xx', 500],
    [3, 'exhausted', 'http_5xx', 500],
  ]);
  const { rows } = await pool.query('SELECT response_start FROM callback_attempts WHERE task_id = $1', [
    taskId,
  ]);
  expect(rows.map(({ response_start }) => response_start.toString())).toEqual(['broken', 'broken', 'broken']);
});

test.each([
  [410, 'gone'],
  [302, 'redirect'],
  [404, 'http_4xx'],
])('%d: %s', async (statusCode, error) => {
  const to = await receiver((response) => response.writeHead(statusCode, { location: '/' }).end());
  const taskId = await seed(urlOf(to));
  start({ schedule: [0] });
  await expect.poll(() => outcomes(taskId), WITHIN).toEqual([error]);
  expect((await attemptsOf(taskId))[0]?.outcome).toBe(statusCode === 410 ? 'gone' : 'exhausted');
  expect(to.requests).toHaveLength(1);
});

test('429 is heard, up to what the schedule allows', async () => {
  const to = await receiver((response) => response.writeHead(429, { 'retry-after': '120' }).end());
  const taskId = await seed(urlOf(to));
  start({ schedule: [0, 50] });
  await expect.poll(async () => (await attemptsOf(taskId)).length, WITHIN).toBe(1);
  const [attempt] = await attemptsOf(taskId);
  expect(
    Date.parse(attempt?.next_attempt_at ?? '') - Date.parse(attempt?.started_at ?? ''),
  ).toBeGreaterThanOrEqual(120_000);
});

test('what may not be called is blocked for good, and nothing is opened', async () => {
  const to = await receiver((response) => response.end());
  const urls = [
    'http://10.0.0.1/',
    `https://user@127.0.0.1:${to.port}/`,
    'nonsense',
    'https://169.254.169.254/',
  ];
  const ids = await Promise.all(urls.map((url) => seed(url)));
  start();
  for (const taskId of ids) await expect.poll(() => outcomes(taskId), WITHIN).toEqual(['blocked']);
  expect(to.connections).toBe(0);
});

test('a large output is replaced by a link; a smaller one comes digit for digit', async () => {
  const to = await receiver((response) => response.end());
  const small = await seed(urlOf(to), '{"seed":18446744073709551615}');
  const large = await seed(urlOf(to), `{"text":"${'ü'.repeat(10_001)}"}`);
  start();
  await expect.poll(() => to.requests.length, WITHIN).toBe(2);
  const bodyOf = (taskId: string) =>
    to.requests.find(({ body }) => body.includes(`"task_id":"${taskId}"`))?.body ?? '';
  expect(bodyOf(small)).toContain('"output":{"seed":18446744073709551615}');
  expect(JSON.parse(bodyOf(large)).data.output).toEqual({ link: `https://tasks.example/v1/tasks/${large}` });
});

test('a redelivery comes with the same id and the newest state', async () => {
  const to = await receiver((response) => response.end());
  const taskId = await seed(urlOf(to));
  start();
  await expect.poll(() => outcomes(taskId), WITHIN).toEqual(['delivered']);
  expect((await redeliver(pool, { tenantId, taskId })).kind).toBe('due');
  await expect.poll(() => outcomes(taskId), WITHIN).toEqual(['delivered', 'delivered']);
  expect(to.requests[0]?.headers['webhook-id']).toBe(to.requests[1]?.headers['webhook-id']);
});

test('a host that does not answer costs few attempts and holds nobody up', async () => {
  const hole = await startRawReceiver(() => {});
  open.push(() => hole.close());
  const to = await receiver((response) => response.end());
  for (let count = 0; count < 40; count += 1) await seed(urlOf(hole));
  const role = start({ caps: { total: 16, perHost: 4, perTenant: 16 } });
  await expect.poll(() => hole.connections, WITHIN).toBeGreaterThanOrEqual(4);
  const began = performance.now();
  const ids = await Promise.all(Array.from({ length: 30 }, () => seed(urlOf(to))));
  for (const taskId of ids) await expect.poll(() => outcomes(taskId), WITHIN).toEqual(['delivered']);
  expect(performance.now() - began).toBeLessThan(3000);
  // Two rounds of four open the breaker.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(hole.connections).toBeLessThanOrEqual(9);
  expect(await registry.getSingleMetricAsString('taskfold_callback_open_breakers')).toContain(' 1');
  await expect
    .poll(() => openBreakers(pool, 10), WITHIN)
    .toMatchObject([
      { host: `127.0.0.1:${hole.port}`, processor: hostname(), rests: true, lastError: 'timeout' },
    ]);
  expect((await openBreakers(pool, 10))[0]?.failures).toBeGreaterThanOrEqual(5);
  await role.stop();
  expect(await openBreakers(pool, 10)).toEqual([]);
});

test('where it cannot be noted that a host does not answer, callbacks go on all the same', async () => {
  const superuser = createPool({ url: database.url, applicationName: 'test', max: 1 });
  await superuser.query('REVOKE INSERT, DELETE ON callback_breakers FROM taskfold_processor');
  try {
    const to = await receiver((response) => response.end());
    start();
    const failures = () => registry.getSingleMetricAsString('taskfold_callback_breaker_notes_failed_total');
    await expect.poll(failures, WITHIN).toMatch(/failed_total [2-9]/);
    const taskId = await seed(urlOf(to));
    await expect.poll(() => outcomes(taskId), WITHIN).toEqual(['delivered']);
  } finally {
    await superuser.query('GRANT INSERT, DELETE ON callback_breakers TO taskfold_processor');
    await superuser.end();
  }
});

test('a stop lets attempts end, and gives back what does not', async () => {
  const slow = await receiver((response) => setTimeout(() => response.end(), 150));
  const hole = await startRawReceiver(() => {});
  open.push(() => hole.close());
  const [ends, hangs] = [await seed(urlOf(slow)), await seed(urlOf(hole))];
  const role = start({ timeoutMs: 20_000, graceMs: 400 });
  await expect.poll(() => hole.connections + slow.connections, WITHIN).toBe(2);
  await role.stop();
  expect(await outcomes(ends)).toEqual(['delivered']);
  expect(await outcomes(hangs)).toEqual([]);
  const { rows } = await pool.query('SELECT state, attempt_count FROM deliveries WHERE task_id = $1', [
    hangs,
  ]);
  expect(rows).toEqual([{ state: 'ready', attempt_count: 0 }]);
});

test('results reach the log, and folded they are the callback state of the task', async () => {
  let fail = true;
  const to = await receiver((response) => response.writeHead(fail ? 503 : 200).end());
  const taskId = await seed(urlOf(to));
  const records: LogRecord[] = [];
  const consumer = kafka.consumer({ groupId: `test-${tenantId}` });
  await consumer.run({
    topic: topic.name,
    async onAssigned(partitions) {
      for (const partition of partitions) consumer.seek(partition, 0);
    },
    async onBatch(batch) {
      records.push(...batch.records);
    },
    onCrash(error) {
      throw error;
    },
  });
  open.push(() => consumer.stop());
  start({ schedule: [0, 200] });
  await expect.poll(() => to.requests.length, WITHIN).toBe(1);
  fail = false;
  await expect.poll(() => outcomes(taskId), WITHIN).toEqual(['http_5xx', 'delivered']);

  const events = () =>
    records
      .map((record) => decodeRecord(record, { partitionCount: 3, partitioner: 'murmur2' }))
      .flatMap((decoded) =>
        decoded.kind === 'event' && decoded.event.taskId === taskId ? [decoded.event] : [],
      );
  await expect.poll(() => events().length, WITHIN).toBe(2);
  const created = {
    type: 'task.created',
    id: 'c',
    source: '/x',
    time: '2026-11-24T10:00:00.000000Z',
    tenantId,
    taskId,
    data: { capability: 'c', model: 'm', callback: { url: urlOf(to) } },
  };
  const ended = { ...created, type: 'task.succeeded', id: 'e', data: {} };
  const at = '2026-11-24T10:00:00.000000Z' as Parameters<typeof fold>[2];
  const state = [created as never, ended as never, ...events()].reduce(
    (known, event) => fold(known, event, at, NO_RECORDS).state,
    emptyState(tenantId, taskId),
  );
  expect(factsOf(state)).toMatchObject({
    callback_status: 'delivered',
    callback_attempt_count: 2,
    callback_last_status_code: 200,
    callback_last_error: null,
  });
  await expect.poll(async () => (await pool.query('SELECT FROM event_outbox')).rowCount, WITHIN).toBe(0);
});

test('metrics name outcomes and states, never a tenant or a host', async () => {
  const to = await receiver((response) => response.end());
  const taskId = await seed(urlOf(to));
  start();
  await expect.poll(() => outcomes(taskId), WITHIN).toEqual(['delivered']);
  const text = await registry.metrics();
  expect(text).toContain('taskfold_callback_attempts_total{outcome="delivered",error="none"');
  for (const name of [
    'delivery_seconds',
    'backlog',
    'oldest_due_seconds',
    'open_breakers',
    'in_flight',
    'outbox_events',
  ]) {
    expect(text).toContain(`taskfold_callback_${name}`);
  }
  expect(text).not.toContain(tenantId);
  expect(text).not.toContain('127.0.0.1');
});
