import { createHealth, createLifecycle, createLogger, createRegistry } from '@taskfold/runtime';
import { describe, expect, it, onTestFinished } from 'vitest';
import { configSchema } from './config.ts';
import { DATABASE_CHECK, start } from './start.ts';

const ACTIVE = 'http_server_active_requests{http_request_method="GET",url_scheme="http",service="api"}';

/** The API on real ports, with a database that hangs, answers or is away as it is told. */
async function setUp() {
  const logger = createLogger({ service: 'api', level: 'silent' });
  const health = createHealth({ required: [DATABASE_CHECK] });
  const exited = Promise.withResolvers<number>();
  const lifecycle = createLifecycle({
    logger,
    health,
    stepTimeoutMs: 5000,
    process: { onSignal: () => () => {}, onFatal: () => () => {}, exit: (code) => exited.resolve(code) },
  });
  const state = { away: false, held: null as PromiseWithResolvers<void> | null };
  const ports = Promise.withResolvers<{ port: number; adminPort: number }>();
  const running = lifecycle.run(async (signal) => {
    ports.resolve(
      await start({
        config: configSchema.parse({
          DATABASE_URL: 'postgresql://unused',
          KAFKA_BROKERS: 'unused:9092',
          HOST: '127.0.0.1',
          PORT: '0',
          ADMIN_PORT: '0',
          OPERATOR_TOKEN: 'a-token-of-operators',
        }),
        logEnds: async () => [{ partition: 0, low: 0, high: 12 }],
        database: {
          replica: null,
          ping: async () => {
            if (state.away) throw new Error('connect ECONNREFUSED');
          },
          pathFault: async () => null,
          tasks: {
            get: async () => {
              await state.held?.promise;
              return null;
            },
          },
          queries: {
            list: async () => ({ tasks: [], hasMore: false }),
            byIds: async () => ({ views: new Map(), looked: 0 }),
            timeline: async () => ({ kind: 'not_found' }),
            usageRecords: async () => ({ kind: 'not_found' }),
            ledgerEntries: async () => ({ kind: 'not_found' }),
            usage: async () => ({ kind: 'sums', rows: [] }),
            count: async () => [],
          },
          feed: {
            heads: async () => new Map(),
            oldest: async () => new Map(),
            tenantChanges: async () => ({ kind: 'changes', changes: [] }),
            byIds: async () => ({ views: new Map(), looked: 0 }),
          },
          changes: { heads: async () => new Map(), changes: async () => [], listen: async () => {} },
          idempotency: {
            claim: async () => ({ kind: 'claimed' }),
            release: async () => {},
            prune: async () => 0,
          },
          callbacks: { attempts: async () => [], redeliver: async () => ({ kind: 'not_found' }) },
          callbackSecrets: {
            list: async () => [],
            rotate: null,
            revoke: async () => ({ kind: 'not_found' }),
          },
          keys: {
            create: async () => ({ kind: 'no_such_project' }),
            list: async () => ({ keys: [], hasMore: false }),
            rotate: async () => ({ kind: 'not_live' }),
            revoke: async () => null,
          },
          operators: {
            partitions: async () => [],
            relays: async () => [],
            rebuilds: async () => [],
            misplaced: async () => [],
            openBreakers: async () => [],
            callbackBacklog: async () => ({
              ready: 0,
              leased: 0,
              waiting: 0,
              oldestReadySeconds: 0,
              hosts: [],
            }),
            audit: async () => [],
            deadLetters: {
              list: async () => ({ deadLetters: [], next: null }),
              show: async () => null,
              discard: async () => ({ kind: 'not_found' }),
              redrive: async () => ({ kind: 'not_found' }),
            },
            tenants: {
              create: async () => null,
              list: async () => [],
              setDisabled: async () => null,
              createKey: async () => null,
              listKeys: async () => ({ keys: [], hasMore: false }),
              revokeKey: async () => null,
              listSecrets: async () => [],
              replaceSecret: null,
              revokeSecret: async () => ({ kind: 'not_found' }),
            },
          },
          projectionLag: async () => null,
          findKey: async () => ({
            keyId: 'k',
            tenantId: 't',
            projectId: 'p',
            scopes: new Set(['tasks:read'] as const),
            expiresAtMs: null,
            tenantDisabled: false,
          }),
          loginFault: async () => null,
          findKeys: async () => new Map(),
          starts: { note: async () => {}, read: async () => new Map([['processor', 7]]) },
          schema: async () => ({ unknown: ['29990101000000_later'], missing: [], fault: null }),
          clock: async () => Date.now() - 60_000,
          partitionCount: async () => null,
          figures: () => ({
            connections: 3,
            idleConnections: 1,
            waiting: 0,
            lookups: 20,
            queries: 2,
            unchanged: 1,
          }),
        },
        producer: { send: async () => [] },
        keyHash: (token) => token,
        logger,
        registry: createRegistry({ service: 'api' }),
        health,
        lifecycle,
      }),
    );
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  });
  const { port, adminPort } = await ports.promise;
  onTestFinished(async () => {
    lifecycle.stop('end of the test');
    await running;
  });
  return {
    state,
    lifecycle,
    exited: exited.promise,
    admin: (path: string) => fetch(`http://127.0.0.1:${adminPort}${path}`),
    asOperator: (path: string) =>
      fetch(`http://127.0.0.1:${adminPort}${path}`, {
        headers: { authorization: 'Bearer a-token-of-operators' },
      }),
    task: () => fetch(`http://127.0.0.1:${port}/v1/tasks/a`, { headers: { authorization: 'Bearer sk-a' } }),
  };
}

describe('the running API', () => {
  it('is ready while the database answers, and again when it is back', async () => {
    const { admin, state } = await setUp();
    await expect.poll(async () => (await admin('/readyz')).status).toBe(200);
    state.away = true;
    await expect.poll(async () => (await admin('/readyz')).status, { timeout: 5000 }).toBe(503);
    expect((await admin('/livez')).status).toBe(200);
    state.away = false;
    await expect.poll(async () => (await admin('/readyz')).status, { timeout: 5000 }).toBe(200);
  });

  it('shows what it does in numbers', async () => {
    const { admin, task } = await setUp();
    expect((await task()).status).toBe(404);
    const metrics = async () => (await admin('/metrics')).text();
    await expect.poll(metrics).toContain(`${ACTIVE} 0`);
    const text = await metrics();
    expect(text).toContain('taskfold_service_starts_total{started="processor",service="api"} 7');
    expect(text).toMatch(/^taskfold_clock_difference_seconds\{service="api"\} (59\.|60)/m);
    expect(text).toContain('taskfold_known_lag_records{partition="0",service="api"} 12');
    const counted = text
      .split('\n')
      .find((line) => line.startsWith('http_server_request_duration_seconds_count'));
    expect(counted).toContain('http_route="/v1/tasks/{task_id}"');
    expect(counted).toContain('http_response_status_code="404"');
    expect(counted).toMatch(/ 1$/);
    expect(text).toContain('taskfold_task_lookups_total{service="api"} 20');
    expect(text).toContain('nodejs_eventloop_lag_seconds');
  });

  it('lives with a database that is newer, and says so', async () => {
    const { admin } = await setUp();
    await expect
      .poll(async () => (await admin('/metrics')).text())
      .toContain('taskfold_schema_migrations{state="unknown",service="api"} 1');
    expect(await (await admin('/readyz')).json()).toMatchObject({
      status: 'ok',
      checks: {
        schema: {
          ok: true,
          reason: expect.stringContaining('newer than this version by 1'),
          required: false,
        },
      },
    });
  });

  it('lets operators in by their token alone', async () => {
    const { admin, asOperator } = await setUp();
    expect((await admin('/operator/tenants')).status).toBe(401);
    expect(await (await asOperator('/operator/tenants')).json()).toMatchObject({ object: 'list', data: [] });
  });

  it('says that it stops, answers what it has begun, and ends', async () => {
    const { admin, task, state, lifecycle, exited } = await setUp();
    await expect.poll(async () => (await admin('/readyz')).status).toBe(200);
    state.held = Promise.withResolvers();
    const begun = task();
    await expect.poll(async () => (await admin('/metrics')).text()).toContain(`${ACTIVE} 1`);
    lifecycle.stop('test');
    expect((await admin('/readyz')).status).toBe(503);
    await expect(task()).rejects.toThrow();
    state.held.resolve();
    expect((await begun).status).toBe(404);
    expect(await exited).toBe(0);
    await expect(admin('/readyz')).rejects.toThrow();
  });
});
