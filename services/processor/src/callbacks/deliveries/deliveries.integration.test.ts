import { randomUUID } from 'node:crypto';
import { instantFromMilliseconds } from '@taskfold/contract';
import { type ChunkWrites, createPool, redeliver } from '@taskfold/database';
import { deliveryFigures } from '@taskfold/database/operators';
import {
  attemptedTask,
  endedTask,
  erasedTask,
  testDatabase,
  writeTestDeliveries,
} from '@taskfold/database/testing';
import { deliveryId } from '@taskfold/fold';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { closeGate, openGates } from '../../fold/gates/open-gates.ts';
import { drainOutbox, type OutboxEvent } from '../outbox/event-outbox.ts';
import { type ClaimedDelivery, type ClaimOptions, claimDeliveries } from './claim-deliveries.ts';
import { readyDeliveries } from './ready-deliveries.ts';
import { type FinishedAttempt, recordAttempts } from './record-attempts.ts';
import { returnDeliveries } from './return-deliveries.ts';

const database = testDatabase();
let pool: ReturnType<typeof createPool>;
let api: ReturnType<typeof createPool>;

beforeAll(() => {
  const { url } = database;
  pool = createPool({ url, applicationName: 'test', role: 'taskfold_processor', byKeyOnly: true });
  api = createPool({ url, applicationName: 'test', role: 'taskfold_api' });
});
afterAll(async () => {
  await pool.end();
  await api.end();
});
beforeEach(async () => {
  const superuser = createPool({ url: database.url, applicationName: 'test', max: 1 });
  await superuser.query('TRUNCATE deliveries, callback_gates, callback_attempts, event_outbox');
  await superuser.end();
  await openGates(pool, [0], 600_000);
});

const write = (tasks: ChunkWrites['tasks'], partition?: number) =>
  writeTestDeliveries(pool, tasks, partition);

async function claim(options: Partial<ClaimOptions> = {}): Promise<readonly ClaimedDelivery[]> {
  return (await claimAll(options)).deliveries;
}

function claimAll(options: Partial<ClaimOptions> = {}) {
  return claimDeliveries(pool, {
    limit: 100,
    perHost: 100,
    perTenant: 100,
    freeOfHosts: new Map(),
    freeOfTenants: new Map(),
    leaseMs: 60_000,
    leaseToken: randomUUID(),
    cursor: null,
    ...options,
  });
}

function finished(delivery: ClaimedDelivery, change: Partial<FinishedAttempt> = {}): FinishedAttempt {
  const now = instantFromMilliseconds(Date.now());
  return {
    delivery,
    startedAt: now,
    finishedAt: now,
    durationMs: 12,
    outcome: 'delivered',
    error: null,
    statusCode: 204,
    detail: null,
    nextAttemptAt: null,
    responseStart: Buffer.from([0, 255]),
    ...change,
  };
}

const failed = (delivery: ClaimedDelivery, afterMs: number) =>
  finished(delivery, {
    outcome: 'retrying',
    error: 'http_5xx',
    statusCode: 500,
    nextAttemptAt: instantFromMilliseconds(Date.now() + afterMs),
  });

async function row(taskId: string): Promise<Record<string, unknown>> {
  const { rows } = await pool.query('SELECT * FROM deliveries WHERE task_id = $1', [taskId]);
  return rows[0] ?? {};
}

/** The delivery log of a task, as far as the API may read it. */
async function attempts(taskId: string): Promise<readonly Record<string, unknown>[]> {
  const { rows } = await api.query(
    `SELECT attempt, outcome, error, status_code, next_attempt_at FROM callback_attempts
     WHERE tenant_id = 'tenant_a' AND task_id = $1 ORDER BY recorded_at, type, attempt`,
    [taskId],
  );
  return rows;
}

const task = (taskId: string, host = 'hooks.example', tenantId = 'tenant_a') =>
  endedTask({ taskId, tenantId, url: `https://${host}/${taskId}` });

describe('a chunk', () => {
  test('writes a delivery once, however often it is written', async () => {
    const ended = task('t1');
    await write([ended]);
    await write([ended]);
    expect((await pool.query('SELECT FROM deliveries')).rowCount).toBe(1);
    expect(await row('t1')).toMatchObject({
      delivery_id: deliveryId('tenant_a', 't1', 'task.succeeded'),
      host: 'hooks.example',
      state: 'ready',
      attempt_count: 0,
      event_time: '2026-11-24T10:01:00.000000Z',
    });
  });

  test('takes a URL that is none, for it is refused when it is tried', async () => {
    await write([endedTask({ taskId: 't1', url: 'not a url' })]);
    expect(await claim()).toMatchObject([{ url: 'not a url', host: '' }]);
  });

  test.each([
    ['a name that no index could hold', `https://${'界'.repeat(2030)}/`],
    ['a long path', `https://hooks.example/${'a'.repeat(2000)}`],
    ['every character', 'https://hooks.example/\u0001\u{10FFFF}\u200b"\\'],
  ])('takes a URL with %s', async (_, url) => {
    await write([endedTask({ taskId: 't1', url })]);
    expect(await claim()).toMatchObject([{ url }]);
  });

  test('of an older copy of the database, makes rows know what the log tells', async () => {
    const ended = task('t1');
    await write([ended]);
    const [delivery] = await claim();
    await write([attemptedTask(ended, { attempt: 2, outcome: 'delivered' })]);
    expect(await row('t1')).toMatchObject({
      state: 'delivered',
      attempt_count: 2,
      delivered_at: expect.anything(),
    });
    expect(await recordAttempts(pool, delivery === undefined ? [] : [finished(delivery)])).toEqual([]);
  });

  test('with an attempt that the row knows changes nothing', async () => {
    const ended = task('t1');
    await write([ended]);
    const [delivery] = await claim();
    if (delivery !== undefined) await recordAttempts(pool, [failed(delivery, 60_000)]);
    const before = await row('t1');
    await write([attemptedTask(ended, { attempt: 1, outcome: 'retrying' })]);
    expect(await row('t1')).toEqual(before);
  });

  test('that erases a task takes its URL and what its receiver answered, and nothing is sent any more', async () => {
    const ended = task('t1');
    await write([ended]);
    const [delivery] = await claim();
    if (delivery !== undefined) await recordAttempts(pool, [failed(delivery, 0)]);
    await write([erasedTask(ended)]);
    expect(await row('t1')).toMatchObject({ state: 'erased', url: null, host: '' });
    expect((await pool.query('SELECT response_start FROM callback_attempts')).rows).toEqual([
      { response_start: null },
    ]);
    await readyDeliveries(pool);
    expect(await claim()).toEqual([]);
    expect(await redeliver(api, { tenantId: 'tenant_a', taskId: 't1' })).toEqual({ kind: 'erased' });
  });
});

describe('a claim', () => {
  test('leases each delivery to one alone, also among many at once', async () => {
    await write(Array.from({ length: 60 }, (_, index) => task(`t${index}`, `host${index % 7}.example`)));
    const claims = await Promise.all(Array.from({ length: 8 }, () => claim({ limit: 20 })));
    const rest = await claim();
    const ids = [...claims.flat(), ...rest].map((delivery) => delivery.deliveryId);
    expect(ids).toHaveLength(60);
    expect(new Set(ids).size).toBe(60);
  });

  test('gives every host and tenant its first before another gets its second', async () => {
    await write(Array.from({ length: 50 }, (_, index) => task(`busy${index}`, 'busy.example')));
    await write([task('a', 'a.example'), task('b', 'b.example'), task('c', 'busy.example', 'tenant_b')]);
    const claimed = await claim({ limit: 6 });
    expect(claimed.map(({ taskId }) => taskId)).toEqual(expect.arrayContaining(['a', 'b', 'c']));
    expect(claimed).toHaveLength(6);
  });

  test('keeps to what hosts and tenants have free, taken together', async () => {
    for (const tenant of ['tenant_a', 'tenant_b', 'tenant_c']) {
      for (const host of ['x.example', 'y.example', 'full.example']) {
        await write(
          Array.from({ length: 5 }, (_, index) => task(`${tenant}-${host[0]}-${index}`, host, tenant)),
        );
      }
    }
    const claimed = await claim({
      perHost: 4,
      perTenant: 3,
      freeOfHosts: new Map([['full.example', 0]]),
      freeOfTenants: new Map([['tenant_c', 1]]),
    });
    const count = (key: 'host' | 'tenantId') =>
      Object.fromEntries(
        [...Map.groupBy(claimed, (delivery) => delivery[key])].map(([name, list]) => [name, list.length]),
      );
    for (const held of Object.values(count('host'))) expect(held).toBeLessThanOrEqual(4);
    const { tenant_a, tenant_b, tenant_c } = count('tenantId');
    expect(Math.max(tenant_a ?? 0, tenant_b ?? 0)).toBeLessThanOrEqual(3);
    expect(tenant_c).toBe(1);
    expect(count('host')).not.toHaveProperty('full.example');
    expect(claimed.length).toBeGreaterThanOrEqual(4);
  });

  test('goes round over more hosts than one claim visits', async () => {
    await write(Array.from({ length: 450 }, (_, index) => task(`t${index}`, `host${index}.example`)));
    const first = await claimAll({ limit: 1000, perTenant: 1000 });
    expect(first.deliveries).toHaveLength(200);
    const second = await claimAll({ limit: 1000, perTenant: 1000, cursor: first.cursor });
    const third = await claimAll({ limit: 1000, perTenant: 1000, cursor: second.cursor });
    expect([second.deliveries.length, third.deliveries.length, third.cursor]).toEqual([200, 50, null]);
  });

  test('goes on after the last one that it had room for', async () => {
    await write(Array.from({ length: 7 }, (_, index) => task(`t${index}`, `host${index}.example`)));
    const seen: string[] = [];
    for (let cursor: ClaimOptions['cursor'] = null, round = 0; round < 3; round += 1) {
      const found = await claimAll({ limit: 3, cursor });
      seen.push(...found.deliveries.map(({ taskId }) => taskId));
      ({ cursor } = found);
    }
    expect(seen.toSorted()).toEqual(['t0', 't1', 't2', 't3', 't4', 't5', 't6']);
  });

  test('leaves out partitions whose gate is closed, or was not kept open', async () => {
    await write([task('t1')], 1);
    await write([task('t2')], 2);
    await write([task('t3')], 3);
    await openGates(pool, [1, 2], 60_000);
    await openGates(pool, [2], 1);
    await closeGate(pool, 1);
    await closeGate(pool, 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await claim()).toEqual([]);
    await openGates(pool, [1, 3], 60_000);
    expect((await claim()).map(({ taskId }) => taskId).toSorted()).toEqual(['t1', 't3']);
  });

  test('takes what is due, and what a process has let lie', async () => {
    await write([task('t1'), task('t2')]);
    const [first] = await claim({ limit: 1, leaseMs: 1 });
    const [second] = await claim({ limit: 1 });
    if (first === undefined || second === undefined) throw new Error('nothing was claimed');
    await recordAttempts(pool, [failed(second, 100)]);
    expect(await claim()).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(await readyDeliveries(pool)).toBe(2);
    expect((await claim()).map(({ taskId, attemptCount }) => [taskId, attemptCount]).toSorted()).toEqual(
      [
        [first.taskId, 0],
        [second.taskId, 1],
      ].toSorted(),
    );
    expect(await recordAttempts(pool, [finished(first)])).toEqual([]);
  });
});

describe('an attempt', () => {
  test('commits with the next one, its line in the log and its event', async () => {
    await write([task('t1')]);
    const [delivery] = await claim();
    if (delivery === undefined) throw new Error('nothing was claimed');
    const attempt = failed(delivery, 5000);
    expect(await recordAttempts(pool, [attempt])).toEqual([
      { tenantId: 'tenant_a', taskId: 't1', type: 'task.succeeded', attempt: 1 },
    ]);
    expect(await row('t1')).toMatchObject({
      state: 'waiting',
      attempt_count: 1,
      schedule_step: 1,
      due_at: attempt.nextAttemptAt,
      lease_token: null,
    });
    expect(await attempts('t1')).toEqual([
      {
        attempt: 1,
        outcome: 'retrying',
        error: 'http_5xx',
        status_code: 500,
        next_attempt_at: attempt.nextAttemptAt,
      },
    ]);
    const published: OutboxEvent[] = [];
    const publish = async (events: readonly OutboxEvent[]) => void published.push(...events);
    expect(await drainOutbox(pool, 10, publish)).toBe(1);
    expect(await drainOutbox(pool, 10, publish)).toBe(0);
    expect(published).toMatchObject([
      {
        id: `${delivery.deliveryId}:1`,
        source: '/taskfold/callbacks',
        type: 'task.callback_attempted',
        time: attempt.finishedAt,
      },
    ]);
    expect(JSON.parse(published[0]?.data ?? '')).toEqual({
      delivery_id: delivery.deliveryId,
      attempt: 1,
      type: 'task.succeeded',
      outcome: 'retrying',
      status_code: 500,
      error: 'http_5xx',
      next_attempt_at: attempt.nextAttemptAt,
    });
  });

  test('is not counted when the lease is given back', async () => {
    await write([task('t1'), task('t2')]);
    const claimed = await claim();
    await returnDeliveries(pool, claimed.slice(0, 1));
    await returnDeliveries(pool, claimed.slice(1), 60_000);
    const again = await claim();
    expect(again.map(({ taskId, attemptCount }) => [taskId, attemptCount])).toEqual([
      [claimed[0]?.taskId, 0],
    ]);
    expect(
      await recordAttempts(
        pool,
        claimed.map((delivery) => finished(delivery)),
      ),
    ).toEqual([]);
    expect(await deliveryFigures(pool)).toMatchObject({ ready: 0, waiting: 1 });
  });

  test('of many at once: each has its own result', async () => {
    await write(Array.from({ length: 100 }, (_, index) => task(`t${index}`)));
    const claimed = await claim();
    const recorded = await recordAttempts(
      pool,
      claimed.map((delivery, index) => (index % 2 === 0 ? finished(delivery) : failed(delivery, 60_000))),
    );
    expect(recorded).toHaveLength(100);
    const { rows } = await pool.query(
      'SELECT state, count(*)::int FROM deliveries GROUP BY state ORDER BY state',
    );
    expect(rows).toEqual([
      { state: 'delivered', count: 50 },
      { state: 'waiting', count: 50 },
    ]);
  });
});

describe('redelivery', () => {
  test('of what was delivered makes another attempt with the same id, on a new schedule', async () => {
    await write([task('t1')]);
    const [delivery] = await claim();
    if (delivery === undefined) throw new Error('nothing was claimed');
    await recordAttempts(pool, [finished(delivery)]);
    const { deliveryId: id } = delivery;
    expect(await redeliver(api, { tenantId: 'tenant_a', taskId: 't1' })).toEqual({
      kind: 'due',
      type: 'task.succeeded',
      deliveryId: id,
    });
    const [again] = await claim();
    expect(again).toMatchObject({ deliveryId: id, attemptCount: 1, scheduleStep: 0 });
    expect(await redeliver(api, { tenantId: 'tenant_a', taskId: 't1' })).toMatchObject({
      kind: 'in_progress',
    });
    if (again !== undefined) await recordAttempts(pool, [failed(again, 60_000)]);
    expect(await row('t1')).toMatchObject({
      state: 'waiting',
      attempt_count: 2,
      delivered_at: expect.anything(),
    });
  });

  test('of what waits brings it forward, on the schedule that runs', async () => {
    await write([task('t1')]);
    const [delivery] = await claim();
    if (delivery !== undefined) await recordAttempts(pool, [failed(delivery, 60_000)]);
    await redeliver(api, { tenantId: 'tenant_a', taskId: 't1' });
    expect(await claim()).toMatchObject([{ attemptCount: 1, scheduleStep: 1 }]);
  });

  test.each([
    [{ tenantId: 'tenant_b', taskId: 't1' }],
    [{ tenantId: 'tenant_a', taskId: 't2' }],
    [{ tenantId: 'tenant_a', taskId: 't1', type: 'task.started' } as const],
  ])('of what there is not: %j', async (options) => {
    await write([task('t1')]);
    expect(await redeliver(api, options)).toEqual({ kind: 'not_found' });
  });
});

test('the delivery log has every attempt in order, and never shows the API what a receiver answered', async () => {
  await write([task('t1')]);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const [delivery] = await claim();
    if (delivery === undefined) throw new Error('nothing was claimed');
    await recordAttempts(pool, [failed(delivery, 0)]);
    await readyDeliveries(pool);
  }
  expect((await attempts('t1')).map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5]);
  await expect(api.query('SELECT response_start FROM callback_attempts')).rejects.toThrow(
    'permission denied',
  );
});

test('what could not be published stays in the outbox', async () => {
  await write([task('t1')]);
  const [delivery] = await claim();
  if (delivery !== undefined) await recordAttempts(pool, [finished(delivery)]);
  await expect(drainOutbox(pool, 10, () => Promise.reject(new Error('no broker')))).rejects.toThrow(
    'no broker',
  );
  expect((await deliveryFigures(pool)).outbox).toBe(1);
  // A connection on which a transaction failed is closed, and the server lets go of its rows when it hears of that.
  const free = async () => (await pool.query('SELECT FROM event_outbox FOR UPDATE SKIP LOCKED')).rowCount;
  await expect.poll(free).toBe(1);
  let publish = () => {};
  const published = new Promise<void>((resolve) => {
    publish = resolve;
  });
  const taking = vi.fn(() => published);
  const first = drainOutbox(pool, 10, taking);
  await vi.waitFor(() => expect(taking).toHaveBeenCalledTimes(1), { timeout: 10_000 });
  // What one has taken no other one takes, also while it is not gone.
  expect(await drainOutbox(pool, 10, taking)).toBe(0);
  publish();
  expect(await first).toBe(1);
  expect((await deliveryFigures(pool)).outbox).toBe(0);
});

test('figures say how much there is and how old it is', async () => {
  expect(await deliveryFigures(pool)).toEqual({ ready: 0, waiting: 0, oldestReadySeconds: 0, outbox: 0 });
  await write([task('t1'), task('t2')]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const figures = await deliveryFigures(pool);
  expect(figures).toMatchObject({ ready: 2, waiting: 0 });
  expect(figures.oldestReadySeconds).toBeGreaterThanOrEqual(0.05);
});
