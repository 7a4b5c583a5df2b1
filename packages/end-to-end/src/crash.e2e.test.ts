import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { taskKey } from '@taskfold/contract';
import { createPool, createProjectionStore, type Pool } from '@taskfold/database';
import type { TaskState } from '@taskfold/fold';
import { foldHistory } from '@taskfold/fold/testing';
import { type LocalPgBouncer, startPgBouncer } from '@taskfold/local-servers';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { binary, structured } from './clients/foreign-record.ts';
import { createPlatformaticProducer, type ForeignProducer } from './clients/platformatic.ts';
import { runTaskfold } from './harness/command.ts';
import { eventually } from './harness/eventually.ts';
import { getTask } from './harness/get-task.ts';
import { type PlacedEvent, readLog } from './harness/read-log.ts';
import type { RunningService } from './harness/service.ts';
import { type System, startSystem } from './harness/system.ts';
import { manyTasks } from './histories/many-tasks.ts';

const EVENTS = 10_000;
const BATCH = 1000;

let system: System;
let producer: ForeignProducer;
let pool: Pool;

beforeAll(async () => {
  system = await startSystem();
  producer = createPlatformaticProducer(system.kafka, system.topic);
  pool = createPool({ url: system.databaseUrl, applicationName: 'end-to-end', max: 1 });
});

afterAll(async () => {
  await producer?.close();
  await pool?.end();
  await system?.stop();
});

async function publishMany(tenantId: string, count = EVENTS): Promise<void> {
  const records = manyTasks(tenantId, count / 10).map((event, index) =>
    index % 2 === 0 ? structured(event) : binary(event),
  );
  expect(records).toHaveLength(count);
  for (let from = 0; from < count; from += BATCH) await producer.send(records.slice(from, from + BATCH));
}

/** Waits until so many records are folded. @returns how many times it asked, each time in a transaction */
async function untilFolded(count: number): Promise<number> {
  let asked = 0;
  await eventually(
    `${count} records are folded`,
    async () => {
      asked += 1;
      const { rows } = await pool.query('SELECT sum(next_offset)::int8 AS folded FROM checkpoints');
      return rows[0].folded >= count || undefined;
    },
    120_000,
  );
  return asked;
}

async function commits(): Promise<number> {
  // What a connection has counted is otherwise shown some time later.
  await pool.query('SELECT pg_stat_force_next_flush()');
  const { rows } = await pool.query(
    'SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()',
  );
  return rows[0].xact_commit;
}

async function chunks({ adminUrl }: RunningService): Promise<number> {
  const text = await (await fetch(`${adminUrl}/metrics`)).text();
  const counts = [...text.matchAll(/^taskfold_chunks_total\{.*\} (\d+)$/gm)].map(([, count]) =>
    Number(count),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

test('10,000 events that wait are folded in fewer than 200 transactions', async () => {
  const first = await system.startProcessor();
  await first.stop();
  await publishMany('waiting');
  const before = await commits();

  const processor = await system.startProcessor();
  const asked = await untilFolded(EVENTS);
  const inChunks = await chunks(processor);
  expect(await processor.stop()).toBe(0);
  const committed = (await commits()) - before - asked;
  expect(inChunks).toBeGreaterThan(0);
  expect(inChunks).toBeLessThan(200);
  expect(committed).toBeGreaterThanOrEqual(inChunks);
  expect(committed).toBeLessThan(200);
});

test('after kills in the middle of 10,000 events the projection equals the fold of the log', async () => {
  await publishMany('killed');
  // Small chunks, so that the kills find it at work.
  const settings = { CHUNK_MAX_RECORDS: '25' };
  for (const reached of [EVENTS + 1500, EVENTS + 4000]) {
    const processor = await system.startProcessor(settings);
    await untilFolded(reached);
    await processor.kill();
    const { rows } = await pool.query('SELECT sum(next_offset)::int8 AS folded FROM checkpoints');
    expect(rows[0].folded).toBeLessThan(2 * EVENTS);
  }
  const processor = await system.startProcessor();
  await untilFolded(2 * EVENTS);
  expect(await processor.stop()).toBe(0);

  const log = await readLog(system);
  expect(log).toHaveLength(2 * EVENTS);
  await expectFoldOf(log);
  await expectNoGaps();

  const key = await system.createKey('killed');
  const api = await system.startApi();
  const { text } = await getTask(api.url, key, 'task_7');
  expect(JSON.parse(text)).toMatchObject({
    status: 'succeeded',
    billing: { charged_credits: '7.2500' },
    progress: { percent: 100, stage: 'draw' },
  });
  expect(await api.stop()).toBe(0);
});

const FEW = 2000;

test('a pooler that is killed and started again under load costs no task anything, nor a transaction its settings', async () => {
  const bouncer = await startPooler();
  // What a statement would have that forgot its settings.
  const name = new URL(system.databaseUrl).pathname.slice(1);
  await pool.query(`ALTER DATABASE ${name} SET TimeZone = 'Asia/Kolkata'`);
  await pool.query(`
    CREATE TABLE seen (who text, zone text, statement text, idle text, path text, UNIQUE (who, zone, statement, idle, path));
    GRANT INSERT, SELECT ON seen TO PUBLIC;
    CREATE FUNCTION note_seen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO public.seen VALUES (current_user, current_setting('TimeZone'), current_setting('statement_timeout'),
        current_setting('idle_in_transaction_session_timeout'), current_setting('search_path')) ON CONFLICT DO NOTHING;
      RETURN NEW;
    END $$;
    CREATE TRIGGER note_seen BEFORE UPDATE ON checkpoints FOR EACH ROW EXECUTE FUNCTION note_seen()`);
  const through = { DATABASE_URL: bouncer.url, DATABASE_DIRECT_URL: system.databaseUrl };
  const key = await system.createKey('pooled');
  const began = await folded();
  const processor = await system.startProcessor({ ...through, CHUNK_MAX_RECORDS: '25' });
  const api = await system.startApi(through);
  const reading = readAgainAndAgain(api.url, key);
  await publishMany('pooled', FEW);
  for (const reached of [200, 600, 1000]) {
    await untilFolded(began + reached);
    await bouncer.kill();
    await eventually('both say that they are not ready', async () => {
      const answers = await Promise.all([processor, api].map(({ adminUrl }) => fetch(`${adminUrl}/readyz`)));
      const texts = await Promise.all(answers.map((answer) => answer.text()));
      return texts.every((text) => text.includes('cannot be reached')) || undefined;
    });
    await bouncer.restart();
  }
  await untilFolded(began + FEW);
  const statuses = await reading.stop();
  expect(statuses.get(200)).toBeGreaterThan(0);
  expect([...statuses.keys()].filter((status) => ![200, 404, 503, 504].includes(status))).toEqual([]);

  const { rows } = await pool.query('SELECT * FROM seen');
  expect(rows).toEqual([
    { who: 'taskfold_processor', zone: 'UTC', statement: '30s', idle: '1min', path: 'public' },
  ]);
  const { text } = await getTask(api.url, key, 'task_7');
  expect(JSON.parse(text)).toMatchObject({ status: 'succeeded', billing: { charged_credits: '7.2500' } });
  expect(await api.stop()).toBe(0);
  expect(await processor.stop()).toBe(0);
  // Positions may have a gap where a COMMIT was under way: whether it happened was not known.
  await expectFoldOf(await readLog(system));
  await runTaskfold(['projection', 'verify'], { ...system.env, ...through });
  await pool.query(`ALTER DATABASE ${name} RESET TimeZone; DROP TRIGGER note_seen ON checkpoints`);
});

async function startPooler(): Promise<LocalPgBouncer> {
  const folder = await mkdtemp(join(tmpdir(), 'taskfold-pooler-'));
  const bouncer = await startPgBouncer({
    upstream: { url: system.databaseUrl },
    dataDir: join(folder, 'pgbouncer'),
    settings: { default_pool_size: 10 },
    temporary: true,
  });
  onTestFinished(async () => {
    await bouncer.kill();
    await rm(folder, { recursive: true, force: true });
  });
  return bouncer;
}

/** Asks for a task until it is told to stop. Its times are in UTC whenever it is shown. */
function readAgainAndAgain(url: string, key: string) {
  const statuses = new Map<number, number>();
  let stopped = false;
  const run = async () => {
    while (!stopped) {
      const { status, text } = await getTask(url, key, 'task_3');
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status === 200) expect(JSON.parse(text)).toMatchObject({ created_at: expect.stringMatching(/Z$/) });
    }
  };
  const running = run();
  return {
    async stop() {
      stopped = true;
      await running;
      return statuses;
    },
  };
}

async function folded(): Promise<number> {
  const { rows } = await pool.query('SELECT coalesce(sum(next_offset), 0)::int8 AS folded FROM checkpoints');
  return rows[0].folded;
}

/** Compares states, revisions and all, and the timeline, which holds each record of the log once; changes never go back. */
async function expectFoldOf(log: readonly PlacedEvent[]): Promise<void> {
  const histories = Map.groupBy(log, ({ event }) => taskKey(event));
  const store = createProjectionStore({ pool, projection: 'main', topic: system.topic });
  const states = new Map<string, TaskState>();
  for (const [partition, records] of Map.groupBy(log, (record) => record.partition)) {
    const keys = new Set(records.map(({ event }) => `${event.tenantId}/${event.taskId}`));
    const found = await store.transaction(async (transaction) => ({
      kind: 'read',
      ...(await transaction.loadStates(partition, [...keys])),
    }));
    for (const [key, state] of found.states) states.set(key, state);
  }
  expect(states.size).toBe(histories.size);

  const timeline: unknown[] = [];
  for (const [task, history] of histories) {
    const folded = foldHistory(history);
    expect(states.get(task), task).toEqual(folded.state);
    for (const [index, { disposition, state }] of folded.results.entries()) {
      const { partition, offset } = history[index] ?? { partition: -1, offset: -1 };
      timeline.push(`${partition}:${offset} ${task} ${disposition} ${state.revision}`);
    }
  }
  const { rows } = await pool.query(
    `SELECT kafka_partition || ':' || log_offset || ' ' || tenant_id || '/' || task_id || ' ' || disposition || ' ' || revision
       AS entry FROM timeline`,
  );
  expect(rows.map(({ entry }) => entry).sort()).toEqual(timeline.sort());

  const back = await pool.query(
    `SELECT * FROM (SELECT *, lag(revision) OVER (PARTITION BY kafka_partition, tenant_id, task_id ORDER BY position) AS before
       FROM changes) AS changes WHERE before >= revision`,
  );
  expect(back.rows, 'changes that go back').toEqual([]);
}

async function expectNoGaps(): Promise<void> {
  const gaps = await pool.query(
    `SELECT kafka_partition FROM changes GROUP BY kafka_partition HAVING count(*) <> max(position) - min(position) + 1`,
  );
  expect(gaps.rows, 'partitions whose changes have gaps').toEqual([]);
}
