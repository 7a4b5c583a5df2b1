import { instantFromMilliseconds } from '@taskfold/contract';
import {
  emptyState,
  FACT_COLUMNS,
  factsOf,
  fold,
  type KnownContent,
  type KnownRecords,
  knownAs,
  NO_RECORDS,
  renderTask,
  type TaskState,
  type VisibleTask,
  visible,
} from '@taskfold/fold';
import { foldHistory, histories, type LoggedEvent } from '@taskfold/fold/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCheckpoints } from '../checkpoints/create-checkpoints.ts';
import { createMonthKeeper } from '../months/month-keeper.ts';
import { createPool } from '../pools/create-pool.ts';
import { createTaskReader } from '../reads/task-reader.ts';
import { testDatabase } from '../testing/index.ts';
import { COPY_FROM_ROWS } from './append-rows.ts';
import type { ChunkWrites, NewRecord, TaskChange, TimelineEntry } from './entries.ts';
import { createProjectionStore } from './projection-store.ts';
import { recordKeysOf } from './record-keys.ts';

const database = testDatabase();
const of = { projection: 'main', topic: 'task.events' };
let pool: ReturnType<typeof createPool>;
let nextTask = 0;

beforeAll(async () => {
  pool = createPool({
    url: database.url,
    applicationName: 'test',
    role: 'taskfold_processor',
    byKeyOnly: true,
  });
  await createCheckpoints(pool, { ...of, partitionCount: 1, partitioner: 'murmur2' });
});
afterAll(() => pool.end());

function foldChunk(
  before: TaskState,
  events: readonly LoggedEvent[],
  firstOffset: number,
  stored: KnownRecords,
) {
  let after = before;
  const known = new Map<string, KnownContent>(stored);
  const records: NewRecord[] = [];
  const timeline = events.map(({ event, recordTime }, index): TimelineEntry => {
    const result = fold(after, event, recordTime, known);
    after = result.state;
    if (result.added !== null) {
      known.set(...knownAs(result.added));
      records.push({ tenantId: event.tenantId, taskId: event.taskId, record: result.added });
    }
    return {
      tenantId: event.tenantId,
      taskId: event.taskId,
      partition: 0,
      offset: firstOffset + index,
      recordTime,
      eventTime: event.time,
      source: event.source,
      eventId: event.id,
      type: event.type === 'unknown' ? event.originalType : event.type,
      disposition: result.disposition,
      reason: result.reason,
      changed: result.changed,
      revision: after.revision,
    };
  });
  return { after, timeline, records };
}

const NOTHING: ChunkWrites = {
  tasks: [],
  records: [],
  timeline: [],
  changes: [],
  deadLetters: [],
  rekeyed: [],
};

/** Folds a history chunk by chunk, each from what the database gives back. */
async function writeHistory(history: readonly LoggedEvent[], size: number): Promise<TaskState> {
  const store = createProjectionStore({ pool, ...of });
  const keeper = createMonthKeeper(pool);
  const { tenantId, taskId } = history[0]?.event ?? { tenantId: '', taskId: '' };
  const key = `${tenantId}/${taskId}`;
  let state = emptyState(tenantId, taskId);
  for (let start = 0; start < history.length; start += size) {
    const events = history.slice(start, start + size);
    await keeper.ensure(events.map(({ recordTime }) => recordTime));
    await store.transaction(async (transaction) => {
      const row = await transaction.lockCheckpoint(0);
      if (row === null) throw new Error('no checkpoint');
      const stored = (await transaction.loadStates(0, [key])).states.get(key);
      expect(stored ?? emptyState(tenantId, taskId)).toEqual(
        state.revision === 0 ? emptyState(tenantId, taskId) : state,
      );
      const before = stored ?? emptyState(tenantId, taskId);
      const known =
        (await transaction.loadRecords(0, recordKeysOf(events.map(({ event }) => event)))).get(key) ??
        NO_RECORDS;
      const { after, timeline, records } = foldChunk(before, events, row.nextOffset, known);
      const changed = stored === undefined ? after.revision > 0 : after !== stored;
      const tasks: TaskChange[] = changed ? [{ before: stored ?? null, after }] : [];
      const changes =
        after.creation !== null && after.revision > before.revision
          ? [{ tenantId, taskId, revision: after.revision, partition: 0, position: row.nextPosition }]
          : [];
      await transaction.write(0, { ...NOTHING, tasks, records, timeline, changes });
      const nextOffset = row.nextOffset + events.length;
      const nextPosition = row.nextPosition + changes.length;
      await transaction.advanceCheckpoint(0, { nextOffset, nextPosition, writer: 'test', lastRecord: null });
      state = after;
      return { kind: 'applied' };
    });
  }
  return state;
}

/** The facts that are shown, all of them; the database puts blanks into `jsonb`, and the pairs in an order of its own. */
function shownFacts(task: VisibleTask): Record<string, unknown> {
  const facts: Readonly<Record<string, unknown>> = { ...task };
  return Object.fromEntries(
    FACT_COLUMNS.filter(({ shown }) => shown).map(({ name, type }) => {
      const value = facts[name];
      return [name, type === 'jsonb' && typeof value === 'string' ? JSON.parse(value) : value];
    }),
  );
}

test('a state that is stored after each chunk folds on as one that never left memory, and is shown alike', async () => {
  const reader = createTaskReader(pool);
  await fc.assert(
    fc.asyncProperty(histories(), fc.integer({ min: 1, max: 12 }), async (history, size) => {
      const [first] = history;
      if (first === undefined) return;
      // A task of its own for each run: shrinking and repetition give the same ids again.
      const taskId = `run_${nextTask++}`;
      const own = history.map(({ event, recordTime }) => ({ event: { ...event, taskId }, recordTime }));
      const state = await writeHistory(own, size);
      const { state: expected } = foldHistory(own);
      expect(state).toEqual(expected);
      const read = await reader.get(first.event.tenantId, taskId);
      const shown = expected.updatedAt === null ? null : visible(factsOf(expected));
      expect(read && shownFacts(read)).toEqual(shown && shownFacts(shown));
      expect(read && JSON.parse(renderTask(read))).toEqual(shown && JSON.parse(renderTask(shown)));
    }),
    { numRuns: 60 },
  );
});

test('nothing of a transaction that fails, or that is not applied, stays', async () => {
  const store = createProjectionStore({ pool, ...of });
  const row = () =>
    store.transaction(async (transaction) => ({ kind: 'read', row: await transaction.lockCheckpoint(0) }));
  const before = await row();
  const write = async (outcome: () => { kind: string }) =>
    await store.transaction(async (transaction) => {
      const locked = await transaction.lockCheckpoint(0);
      await transaction.write(0, {
        ...NOTHING,
        deadLetters: [
          {
            record: {
              topic: 't',
              partition: 0,
              offset: 7,
              timestampMs: 0,
              key: null,
              value: Buffer.from([0, 255]),
              headers: { 'a\u0000': undefined },
            },
            code: 'invalid_json',
            message: 'no',
            tenantId: null,
            taskId: null,
          },
        ],
      });
      const to = {
        nextOffset: (locked?.nextOffset ?? 0) + 1,
        nextPosition: locked?.nextPosition ?? 0,
        writer: 'x',
        lastRecord: null,
      };
      await transaction.advanceCheckpoint(0, to);
      return outcome();
    });
  await expect(
    write(() => {
      throw new Error('failed');
    }),
  ).rejects.toThrow('failed');
  await write(() => ({ kind: 'flood' }));
  expect(await row()).toEqual(before);
  expect((await pool.query('SELECT FROM dead_letters')).rowCount).toBe(0);
  await write(() => ({ kind: 'applied' }));
  const { rows } = await pool.query('SELECT * FROM dead_letters');
  expect(rows).toMatchObject([
    { log_offset: 7, value: Buffer.from([0, 255]), record_time: instantFromMilliseconds(0) },
  ]);
});

test.each([1, 3, COPY_FROM_ROWS])(
  'a chunk of %i events is appended and wakes those who listen, once',
  async (count) => {
    const listener = await pool.connect();
    const heard: (string | undefined)[] = [];
    listener.on('notification', ({ payload }) => heard.push(payload));
    await listener.query('LISTEN taskfold_changes');
    const store = createProjectionStore({ pool, ...of });
    const recordTime = instantFromMilliseconds(Date.now());
    await createMonthKeeper(pool).ensure([recordTime]);
    const task = { tenantId: 'a', taskId: `task_of_${count}`, partition: 0 };
    const numbers = Array.from({ length: count }, (_none, index) => index);
    const timeline = numbers.map(
      (index): TimelineEntry => ({
        ...task,
        offset: index,
        recordTime,
        eventTime: recordTime,
        source: '/test',
        eventId: `e${index}`,
        type: 'task.progressed',
        disposition: 'applied',
        reason: null,
        changed: { percent: index },
        revision: index,
      }),
    );
    const changes = numbers.map((index) => ({ ...task, revision: index, position: 1000 * count + index }));
    await store.transaction(async (transaction) => {
      await transaction.write(0, { ...NOTHING, timeline, changes });
      return { kind: 'applied' };
    });
    await listener.query('SELECT 1');
    expect(heard).toEqual(['0']);
    listener.release(true);
    const rowsOf = async (table: string, order: string) =>
      (await pool.query(`SELECT * FROM ${table} WHERE task_id = $1 ORDER BY ${order}`, [task.taskId])).rows;
    expect((await rowsOf('timeline', 'log_offset')).map((row) => [row.event_id, row.revision])).toEqual(
      numbers.map((index) => [`e${index}`, index]),
    );
    expect((await rowsOf('changes', 'position')).map((row) => row.position)).toEqual(
      changes.map(({ position }) => position),
    );
  },
);
