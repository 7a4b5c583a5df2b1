import { beforeAll, expect, it } from 'vitest';
import { operatorsOnDatabase } from '../testing/operators-on-database.ts';

const { ask, pool } = operatorsOnDatabase();

beforeAll(async () => {
  await pool().query(`
    INSERT INTO deliveries (tenant_id, task_id, type, delivery_id, kafka_partition, url, host, event_time, state, due_at,
        attempt_count, lease_token, lease_until)
      SELECT 'acme', 'task_' || n, 'task.succeeded', 'd_' || n, 0, 'https://' || host || '/secret-path', host, now(), state,
        now() + due * interval '1 second', attempts, lease, CASE WHEN lease IS NOT NULL THEN now() + interval '1 minute' END
      FROM (VALUES
        (1, 'slow.example', 'ready', -90, 0, NULL::uuid), (2, 'slow.example', 'waiting', 600, 3, NULL),
        (3, 'slow.example', 'waiting', 300, 1, NULL),
        (4, 'good.example', 'leased', -1, 0, gen_random_uuid()), (5, 'good.example', 'delivered', -5, 1, NULL),
        (6, 'done.example', 'exhausted', -5, 8, NULL)) AS d(n, host, state, due, attempts, lease);
    INSERT INTO callback_attempts (tenant_id, task_id, type, attempt, delivery_id, started_at, duration_ms, outcome, error,
        status_code, kafka_partition)
      VALUES ('acme', 'task_2', 'task.succeeded', 2, 'd_2', '2026-11-25T08:00:00Z', 9, 'retrying', 'timeout', NULL, 0),
        ('acme', 'task_2', 'task.succeeded', 3, 'd_2', '2026-11-25T08:10:00Z', 9, 'retrying', 'status', 503, 0),
        ('acme', 'task_3', 'task.succeeded', 1, 'd_3', '2026-11-25T08:20:00Z', 9, 'retrying', 'timeout', NULL, 0)`);
});

it('shows what is owed, in all and by host, and what went wrong last', async () => {
  const { status, body } = await ask('GET', '/operator/callbacks');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    object: 'callback_backlog',
    ready: 1,
    leased: 1,
    waiting: 2,
    hosts: [
      {
        host: 'slow.example',
        ready: 1,
        leased: 0,
        waiting: 2,
        next_due_at: expect.any(String),
        last_failure: {
          started_at: '2026-11-25T08:10:00.000Z',
          attempt: 3,
          error: 'status',
          status_code: 503,
        },
      },
      { host: 'good.example', ready: 0, leased: 1, waiting: 0, next_due_at: null, last_failure: null },
    ],
  });
  const { hosts, oldest_ready_seconds: oldest } = body as {
    readonly hosts: readonly unknown[];
    readonly oldest_ready_seconds: number;
  };
  expect(hosts).toHaveLength(2);
  expect(oldest).toBeGreaterThanOrEqual(90);
  expect(oldest).toBeLessThan(150);
  expect(JSON.stringify(body)).not.toContain('secret-path');
});

it('sums up all hosts, also where it lists few', async () => {
  expect(await ask('GET', '/operator/callbacks?limit=1')).toMatchObject({
    body: { ready: 1, leased: 1, waiting: 2, hosts: [{ host: 'slow.example' }], breakers: [] },
  });
  expect(await ask('GET', '/operator/callbacks?host=x')).toMatchObject({ status: 422 });
});

it('shows which hosts are left alone, by whom and until when, and nothing of a processor that is gone', async () => {
  await pool().query(`
    INSERT INTO callback_breakers (host, holder, processor, failures, last_error, opened_at, rests_until, noted_at)
      SELECT host, gen_random_uuid(), processor, failures, error, '2026-11-25T08:00:00Z'::timestamptz + n * interval '1 minute',
        now() + rests * interval '1 second', now() - noted * interval '1 second'
      FROM (VALUES
        (1, 'slow.example', 'processor-1', 9, 'timeout', 40, 3), (2, 'slow.example', 'processor-2', 5, 'connect', -2, 14),
        (3, 'lost.example', 'processor-0', 5, 'dns', 40, 61)) AS b(n, host, processor, failures, error, rests, noted)`);
  const { body } = await ask('GET', '/operator/callbacks');
  expect(body).toMatchObject({
    breakers: [
      {
        host: 'slow.example',
        state: 'open',
        failures: 9,
        last_error: 'timeout',
        opened_at: '2026-11-25T08:01:00.000Z',
        processor: 'processor-1',
      },
      {
        host: 'slow.example',
        state: 'half_open',
        failures: 5,
        last_error: 'connect',
        processor: 'processor-2',
      },
    ],
  });
  const { breakers } = body as { readonly breakers: readonly { readonly rests_until: string }[] };
  expect(breakers).toHaveLength(2);
  expect(Date.parse(breakers[0]?.rests_until ?? '')).toBeGreaterThan(Date.now());
  expect(await ask('GET', '/operator/callbacks?limit=1')).toMatchObject({
    body: { breakers: [{ processor: 'processor-1' }] },
  });
});

it('owes nothing where nothing is owed', async () => {
  await pool().query('DELETE FROM deliveries');
  expect(await ask('GET', '/operator/callbacks')).toMatchObject({
    body: { ready: 0, leased: 0, waiting: 0, oldest_ready_seconds: 0, hosts: [] },
  });
});
