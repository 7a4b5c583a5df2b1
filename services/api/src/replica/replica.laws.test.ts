import type { Pool } from '@taskfold/database';
import { createTaskReader } from '@taskfold/database';
import { emptyState, factsOf, fold, NO_RECORDS } from '@taskfold/fold';
import { at, sampleEvent } from '@taskfold/fold/testing';
import fc, { type Scheduler } from 'fast-check';
import { expect, it } from 'vitest';
import { createReplica, type Replica } from './replica.ts';

const PARTITIONS = 2;
const TASKS = ['a', 'b', 'c', 'd'];
const partitionOf = (task: string) => TASKS.indexOf(task) % PARTITIONS;
const OF = { projection: 'main', topic: 'task.events' };

const event = sampleEvent(
  'task.created',
  { capability: 'chat', model: 'm' },
  { tenantId: 't', taskId: 'a', time: at(0) },
);
const ROW = factsOf(fold(emptyState('t', 'a'), event, event.time, NO_RECORDS).state);
const NOTHING_NEW = Object.fromEntries(Object.keys(ROW).map((name) => [name, null]));

interface Server {
  /** How many of the primary's commits it shows. */
  held: number;
  promoted: boolean;
  /** What its next statement fails with. */
  failure: Error | null;
}

interface Query {
  readonly name?: string;
  readonly text: string;
  readonly values?: readonly string[];
}

/** A primary that commits, and standbys behind one address that replay. */
function world(scheduler: Scheduler) {
  /** Each commit is a new revision of one task. */
  const commits: string[] = [];
  const servers: Server[] = [0, 1].map(() => ({ held: 0, promoted: false, failure: null }));
  const primary: Server = { held: 0, promoted: true, failure: null };
  let scheduling = false;
  let turn = 0;

  const revisionAt = (task: string, count: number) =>
    commits.slice(0, count).filter((id) => id === task).length;
  const countAt = (partition: number, count: number) =>
    commits.slice(0, count).filter((id) => partitionOf(id) === partition).length;

  const pass = async (label: string) =>
    void (scheduling && (await scheduler.schedule(Promise.resolve(), label)));

  function answer(server: Server, { text, values = [] }: Query): unknown {
    if (server.failure !== null) {
      const { failure } = server;
      server.failure = null;
      throw failure;
    }
    const standby = server !== primary && !server.promoted;
    // A promoted one has what was never committed on the primary.
    const revisionOf = (task: string) =>
      server.promoted && server !== primary ? 1000 : revisionAt(task, server.held);
    if (text.includes('pg_control_system')) return [{ is_standby: standby, identity: '7/5' }];
    if (text.includes('FROM checkpoints') && !text.includes('unnest')) {
      if (text.includes('pg_is_in_recovery') && !standby) return [];
      return Array.from({ length: PARTITIONS }, (_none, partition) => ({
        kafka_partition: partition,
        next_offset: countAt(partition, server.held),
        next_position: countAt(partition, server.held),
      }));
    }
    if (text === 'all revisions') return [{ revisions: TASKS.map(revisionOf) }];
    if (!text.includes('unnest')) return [];
    if (text.includes('pg_is_in_recovery') && !standby) return [];
    const listOf = (index: number) => (values[index] ?? '').slice(1, -1).replaceAll('"', '').split(',');
    return listOf(1).flatMap((task, index) => {
      const revision = revisionOf(task);
      if (revision === 0) return [];
      const partition = partitionOf(task);
      const place = {
        ordinal: index + 1,
        held_partition: partition,
        held_offset: countAt(partition, server.held),
        held_position: countAt(partition, server.held),
      };
      if (listOf(2)[index] === String(revision)) return [{ ...NOTHING_NEW, ...place }];
      return [{ ...ROW, task_id: task, revision, ...place }];
    });
  }

  async function run(server: () => Server, query: Query | string): Promise<unknown> {
    await pass('on its way');
    const rows = answer(server(), typeof query === 'string' ? { text: query } : query);
    await pass('on its way back');
    return { rows };
  }

  const anyServer = () => servers[turn++ % servers.length] as Server;
  const poolOf = (server: () => Server) =>
    ({
      query: (query: Query) => run(server, query),
      // Within a transaction all statements see what the first one saw.
      connect: async () => {
        const one = server();
        let seen: Server | null = null;
        return {
          query: (query: Query | string) =>
            run(() => {
              seen = seen === null || isBegin(query) ? snapshotOf(one) : failing(seen, one);
              return seen;
            }, query),
          release: () => {},
        };
      },
    }) as unknown as Pool;

  const isBegin = (query: Query | string) => typeof query === 'string' && query.includes('BEGIN');
  const snapshotOf = (server: Server) => ({ ...server, failure: takeFailure(server) });
  const failing = (seen: Server, server: Server) => Object.assign(seen, { failure: takeFailure(server) });
  function takeFailure(server: Server): Error | null {
    const { failure } = server;
    server.failure = null;
    return failure;
  }

  return {
    primary: poolOf(() => primary),
    /** Each statement, and each connection, may be another server's. */
    replica: poolOf(anyServer),
    servers,
    begin: () => {
      scheduling = true;
    },
    commit(task: string) {
      commits.push(task);
      primary.held = commits.length;
    },
    replay(index: number, count: number) {
      const server = servers[index % servers.length] as Server;
      server.held = Math.min(commits.length, server.held + count);
    },
    revisionNow: (task: string) => revisionAt(task, commits.length),
  };
}

/** A process that reads: its tasks by id, with a memory, and all revisions in one statement. */
function reading(made: ReturnType<typeof world>) {
  const silent = { info: () => {}, warn: () => {} };
  const replica: Replica = createReplica({
    primary: made.primary,
    replica: made.replica,
    of: OF,
    refusesLogin: false,
    logger: silent,
    intervalMs: 1_000_000,
  });
  const reader = createTaskReader(made.primary, { cacheMaxBytes: 1_000_000, replica });
  return {
    replica,
    revision: async (task: string) => (await reader.get('t', task))?.revision ?? 0,
    revisions: () =>
      replica.read(
        async (database) =>
          (await database.query<{ revisions: number[] }>('all revisions')).rows[0]?.revisions ?? [],
        made.primary,
        { pool: made.replica },
      ),
  };
}

const task = fc.constantFrom(...TASKS);
const action = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('commit' as const), task }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('replay' as const), server: fc.nat(1), count: fc.nat(20) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('read' as const), process: fc.nat(1), task }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('list' as const), process: fc.nat(1) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('fail' as const),
      server: fc.nat(1),
      code: fc.constantFrom('40001', '40001', '57014', '57P01'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('promote' as const), server: fc.nat(1) }) },
);

it('gives nothing older than what was committed when it was asked for, nothing that was not committed, and no errors', async () => {
  const answeredBy = { replica: 0, primary: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(action, { minLength: 5, maxLength: 40, size: 'max' }),
      async (scheduler, actions) => {
        const made = world(scheduler);
        const processes = [reading(made), reading(made)];
        const stop = new AbortController();
        const following = processes.map(({ replica }) => replica.run(stop.signal));
        await expect.poll(() => processes.every(({ replica }) => replica.isUsed), { interval: 1 }).toBe(true);
        for (const id of TASKS) made.commit(id);
        for (const index of made.servers.keys()) made.replay(index, TASKS.length);
        made.begin();
        const reads: Promise<void>[] = [];
        const within = (found: number, least: number, id: string) => {
          expect(found).toBeGreaterThanOrEqual(least);
          expect(found).toBeLessThanOrEqual(made.revisionNow(id));
        };
        async function act(step: (typeof actions)[number]): Promise<void> {
          await scheduler.schedule(Promise.resolve(), step.kind);
          switch (step.kind) {
            case 'commit':
              return made.commit(step.task);
            case 'replay':
              return made.replay(step.server, step.count);
            case 'fail':
              (made.servers[step.server] ?? never()).failure = Object.assign(new Error(step.code), {
                code: step.code,
              });
              return;
            case 'promote':
              (made.servers[step.server] ?? never()).promoted = true;
              return;
            case 'read': {
              const least = made.revisionNow(step.task);
              return within(await (processes[step.process] ?? never()).revision(step.task), least, step.task);
            }
            default: {
              const least = TASKS.map(made.revisionNow);
              const found = await (processes[step.process] ?? never()).revisions();
              TASKS.forEach((id, index) => {
                within(found[index] ?? -1, least[index] ?? 0, id);
              });
            }
          }
        }
        for (const step of actions) reads.push(act(step));
        await scheduler.waitFor(Promise.all(reads));
        stop.abort();
        await Promise.all(following);
        for (const { replica } of processes) {
          answeredBy.replica += replica.figures.reads.replica;
          answeredBy.primary += replica.figures.reads.primary;
        }
      },
    ),
  );
  // Both ways were tried, or the law says little.
  expect(Math.min(answeredBy.replica, answeredBy.primary)).toBeGreaterThan(50);
});

function never(): never {
  throw new Error('there is no such one');
}
