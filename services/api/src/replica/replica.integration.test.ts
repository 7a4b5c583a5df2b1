import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@taskfold/database/testing';
import { type LocalPostgres, type LocalStandby, startPostgres, startStandby } from '@taskfold/local-servers';
import { createLogger } from '@taskfold/runtime';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { configSchema } from '../config.ts';
import { openDatabase } from '../database.ts';
import { apiOnDatabase } from '../testing/api-on-database.ts';
import type { Answer } from '../testing/in-process.ts';

const local = { durable: false, temporary: true };
let folder: string;
let primary: LocalPostgres;
let standby: LocalStandby;
let url: string;

/** Between the API and the standby: can hang without an end, as a network does. */
const way = { hangs: false, port: 0, sockets: new Set<Socket>() };
const proxy = createServer((socket) => {
  const onwards = connect(standby.port, '127.0.0.1');
  for (const [from, to] of [
    [socket, onwards],
    [onwards, socket],
  ] as const) {
    way.sockets.add(from);
    from.on('data', (bytes) => void (way.hangs || to.write(bytes)));
    from.on('error', () => {});
    from.on('close', () => {
      way.sockets.delete(from);
      to.destroy();
    });
  }
});

const startAgain = async () => {
  standby = await startStandby({ ...local, dataDir: join(folder, 'standby'), port: standby?.port, primary });
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taskfold-replica-'));
  primary = await startPostgres({ ...local, dataDir: join(folder, 'primary') });
  url = (await createTestDatabase(primary.url)).url;
  standby = await startStandby({ ...local, dataDir: join(folder, 'standby'), primary });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  way.port = (proxy.address() as { port: number }).port;
});
afterAll(async () => {
  proxy.close();
  for (const socket of way.sockets) socket.destroy();
  await Promise.all([standby?.kill(), primary?.kill()]);
  await rm(folder, { recursive: true, force: true });
});

const replicaUrl = () => Object.assign(new URL(url), { port: String(way.port) }).href;
const api = apiOnDatabase(() => ({ DATABASE_REPLICA_URL: replicaUrl(), RATE_LIMIT_PER_MINUTE: '1000000' }), {
  folds: true,
  database: {
    get url() {
      return url;
    },
  },
});
let key = '';
let made = 0;
beforeAll(async () => {
  key = await api.key('tenant_a', ['tasks:read', 'tasks:cancel', 'events:write', 'admin']);
});

const json = ({ body }: Answer) => JSON.parse(body);
const get = (path: string, headers: Record<string, string> = {}) => api.ask(key, path, { headers });
const post = (path: string, body = '{}', type = 'application/json') =>
  api.ask(key, path, { method: 'POST', body, headers: { 'content-type': type } });

async function publish(type: string, subject: string, data: object): Promise<string> {
  const id = `${type}_${++made}`;
  const event = {
    specversion: '1.0',
    id,
    source: '/test',
    type,
    time: new Date().toISOString(),
    subject,
    tenantid: 'tenant_a',
    data,
  };
  const answer = await post('/v1/events', JSON.stringify(event), 'application/cloudevents+json');
  return json(answer).data[0].position;
}

async function newTask(): Promise<string> {
  const taskId = `task_${++made}`;
  const position = await publish('task.created', taskId, { capability: 'chat', model: 'm' });
  const waited = await get(`/v1/tasks/${taskId}?min_position=${position}`, { prefer: 'wait=20' });
  expect(waited.status).toBe(200);
  return taskId;
}

async function metric(name: string): Promise<number> {
  const line = (await api.metrics()).split('\n').find((text) => text.startsWith(name));
  return Number(line?.split(' ').at(-1) ?? Number.NaN);
}
const readsOf = (target: string) => metric(`taskfold_replica_reads_total{target="${target}"`);
const isUsed = () => metric('taskfold_replica_used');
const untilUsed = (used: boolean) => expect.poll(isUsed, { timeout: 15_000 }).toBe(used ? 1 : 0);

/** Whether the replica answered what is asked within. */
async function answersByReplica(ask: () => Promise<unknown>): Promise<boolean> {
  await standby.catchUp();
  await untilUsed(true);
  const [replica, other] = [await readsOf('replica'), await readsOf('primary')];
  await ask();
  return (await readsOf('replica')) > replica && (await readsOf('primary')) === other;
}

it('reads of each kind go to the replica, and show what the primary shows', async () => {
  const taskId = await newTask();
  const path = `/v1/tasks/${taskId}`;
  for (const [name, ask] of Object.entries({
    task: () => get(path),
    list: () => get('/v1/tasks?expand=all'),
    filtered: () => get('/v1/tasks?needs=usage'),
    ids: () => get(`/v1/tasks?ids=${taskId}`),
    batch: () => post('/v1/tasks/batch-get', JSON.stringify({ ids: [taskId] })),
    timeline: () => get(`${path}/events`),
    usage: () => get('/v1/usage?group_by=model'),
    records: () => get(`${path}/usage`),
    ledger: () => get(`${path}/ledger`),
    feed: () => get('/v1/task-updates?from=oldest'),
  })) {
    expect(await answersByReplica(async () => expect((await ask()).status).toBe(200)), name).toBe(true);
  }
  expect(json(await get(path))).toMatchObject({ task_id: taskId, revision: 1 });
  expect((await get('/v1/tasks/none')).status).toBe(404);
});

it('no caller misses a write, its own or that of others, in any process, while the standby does not replay', async () => {
  const [taskId, erased] = [await newTask(), await newTask()];
  const path = `/v1/tasks/${taskId}`;
  const config = configSchema.parse({
    DATABASE_URL: url,
    DATABASE_REPLICA_URL: replicaUrl(),
    KAFKA_BROKERS: 'unused:9092',
    TOPIC_EVENTS: api.topic(),
  });
  const releases: (() => Promise<void>)[] = [];
  const logger = createLogger({ service: 'other', level: 'silent' });
  const other = openDatabase({ config, logger, onRelease: (_name, release) => releases.unshift(release) });
  const stop = new AbortController();
  const running = other.replica?.run(stop.signal);
  onTestFinished(async () => {
    stop.abort();
    await running;
    for (const release of releases) await release();
  });
  await expect.poll(() => other.replica?.figures.used).toBe(true);
  await untilUsed(true);

  await standby.pauseReplay();
  // At once, while both still take it for current, and later, when they know better.
  for (const later of [false, true]) {
    if (later) await untilUsed(false);
    const position = await publish('task.progressed', taskId, { percent: later ? 20 : 10 });
    const waited = await get(`${path}?min_position=${position}`, { prefer: 'wait=20' });
    const { revision } = json(waited);
    expect(revision).toBe(later ? 4 : 2);
    expect(json(await get(path)).revision).toBe(revision);
    expect((await other.tasks.get('tenant_a', taskId))?.revision).toBe(revision);
    expect(json(await get(`${path}?min_revision=${revision}`, { prefer: 'wait=20' })).revision).toBe(
      revision,
    );
    if (!later) {
      expect((await post(`${path}/cancel`)).status).toBe(202);
      expect(json(await get(path)).cancel).toMatchObject({ outcome: 'pending' });
    }
    const { data } = json(await get('/v1/tasks'));
    expect(data.find(({ task_id }: { task_id: string }) => task_id === taskId).revision).toBe(later ? 4 : 3);
    const events = json(await get(`${path}/events`)).data;
    expect(events).toHaveLength(later ? 4 : 3);
    const fresh = await newTask();
    expect((await get(`/v1/tasks/${fresh}`)).status).toBe(200);
    const feed = json(await get('/v1/task-updates?from=oldest')).data;
    expect(feed.map(({ task_id }: { task_id: string }) => task_id)).toContain(fresh);
  }
  expect((await api.ask(key, `/v1/tasks/${erased}`, { method: 'DELETE' })).status).toBe(202);
  expect(json(await get(`/v1/tasks/${erased}`)).data_removed).toBe(true);
  await expect.poll(() => metric('taskfold_replica_lag_seconds')).toBeGreaterThan(0.2);

  await standby.resumeReplay();
  expect(await answersByReplica(() => get(path))).toBe(true);
  expect(json(await get(path)).revision).toBe(4);
  expect(await metric('taskfold_replica_lag_seconds')).toBeLessThan(5);
});

it.each(['killed', 'silent'])(
  'a standby that is %s while it is read costs no caller an answer',
  async (fault) => {
    const taskId = await newTask();
    await standby.catchUp();
    await untilUsed(true);
    const answers: number[] = [];
    let reading = true;
    onTestFinished(() => {
      reading = false;
    });
    const readers = Array.from({ length: 8 }, async (_none, index) => {
      while (reading) answers.push((await get(index % 2 === 0 ? `/v1/tasks/${taskId}` : '/v1/tasks')).status);
    });
    await expect.poll(() => answers.length).toBeGreaterThan(50);
    if (fault === 'killed') await standby.kill();
    else way.hangs = true;
    await untilUsed(false);
    const before = answers.length;
    await expect.poll(() => answers.length).toBeGreaterThan(before + 50);
    reading = false;
    await Promise.all(readers);
    expect(new Set(answers)).toEqual(new Set([200]));
    if (fault === 'killed') await startAgain();
    way.hangs = false;
    expect(await answersByReplica(() => get(`/v1/tasks/${taskId}`))).toBe(true);
  },
);

it('one that is promoted is not read any more', async () => {
  const taskId = await newTask();
  await standby.catchUp();
  await untilUsed(true);
  await standby.promote();
  await publish('task.started', taskId, {});
  await expect.poll(async () => json(await get(`/v1/tasks/${taskId}`)).status).toBe('running');
  await untilUsed(false);
});
