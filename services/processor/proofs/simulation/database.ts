import { taskKey } from '@taskfold/contract';
import type { ChunkTransaction, ChunkWrites, LoadedRecords, LockedCheckpoint } from '@taskfold/database';
import {
  type KnownContent,
  type KnownRecords,
  knownAs,
  ledgerKey,
  type TaskState,
  usageDigest,
  usageKey,
} from '@taskfold/fold';

import { REFUSED } from './workload.ts';

type Row = Omit<Extract<LockedCheckpoint, { kind: 'found' }>, 'kind'>;

/** What is committed. Never changed in place, so that an older one can be gone back to. */
export interface Committed {
  readonly rows: readonly Row[];
  /** By {@link placedKey}, as all that follows of a task. */
  readonly tasks: ReadonlyMap<string, TaskState>;
  /** Usage records and ledger entries of each task, by the key that the fold knows them by. */
  readonly records: ReadonlyMap<string, KnownRecords>;
  readonly timeline: ChunkWrites['timeline'];
  readonly changes: ChunkWrites['changes'];
  readonly deadLetters: ChunkWrites['deadLetters'];
  /** What swaps for a rebuilt projection have corrected: a revision more than the log gives. */
  readonly corrections: readonly Correction[];
}

/** As the tables have it: the same task in another partition is another row. */
export function placedKey(partition: number, key: string): string {
  return `${partition}/${key}`;
}

interface Correction {
  /** `<tenant>/<task>` */
  readonly key: string;
  readonly partition: number;
  /** How far the partition was folded. */
  readonly offset: number;
}

/** The server's side of a transaction: row locks are held, and nothing is seen by others, until it ends. */
export interface Transaction {
  readonly hasEnded: boolean;
  readonly holdsLock: boolean;
  /** Whether the lock can be had without waiting. */
  canLock(partition: number): boolean;
  /** Null where the row was never created. */
  lock(partition: number): Row | null;
  /** As it is committed, without the lock. */
  read(partition: number): Row | null;
  loadStates(partition: number, keys: readonly string[]): ReadonlyMap<string, TaskState>;
  loadRecords(partition: number, keys: Parameters<ChunkTransaction['loadRecords']>[1]): LoadedRecords;
  /** @throws as PostgreSQL does where a constraint or a value is violated */
  write(partition: number, writes: ChunkWrites): void;
  /** Takes the row's lock as an UPDATE does. @returns whether the row was below */
  advance(partition: number, to: Omit<Row, 'partitionCount'>): boolean;
  commit(): void;
  rollback(): void;
}

export interface Database {
  readonly committed: Committed;
  /** Rises with everything that becomes visible. */
  readonly version: number;
  isAway: boolean;
  begin(): Transaction;
  /** The server is gone, and with it whatever was not committed. */
  crash(): void;
  /** What a standby has that lacks the last commits. @returns how many commits are gone */
  failOver(lacking: number): number;
  /**
   * Another version of the projection takes this one's place, in which a task was corrected.
   *
   * @param writer a new token
   * @returns whether the partition has a task to correct
   */
  swap(partition: number, writer: string): boolean;
}

/** PostgreSQL as far as the processor can tell: locked rows, atomic commits, constraints. */
export function createDatabase(partitionCount: number): Database {
  const first: Row = { nextOffset: 0, nextPosition: 0, writer: null, lastRecord: null, partitionCount };
  const history: Committed[] = [
    {
      rows: Array.from({ length: partitionCount }, () => first),
      tasks: new Map(),
      records: new Map(),
      timeline: [],
      changes: [],
      deadLetters: [],
      corrections: [],
    },
  ];
  const locks = new Map<number, Transaction>();
  const open = new Set<Transaction>();
  let version = 0;
  const current = (): Committed => history.at(-1) ?? fail('XX000', 'no history');
  const rowOf = (partition: number): Row => current().rows[partition] ?? fail('XX000', 'no such row');

  function begin(): Transaction {
    const changes: ((committed: Committed) => Committed)[] = [];
    let hasEnded = false;
    const held = () => [...locks].filter(([, holder]) => holder === transaction);

    function end(): void {
      hasEnded = true;
      open.delete(transaction);
      for (const [partition] of held()) locks.delete(partition);
    }

    const transaction: Transaction = {
      get hasEnded() {
        return hasEnded;
      },
      get holdsLock() {
        return held().length > 0;
      },
      canLock: (partition) => (locks.get(partition) ?? transaction) === transaction,
      lock(partition) {
        locks.set(partition, transaction);
        return this.read(partition);
      },
      read: (partition) => current().rows[partition] ?? null,
      loadStates: (partition, keys) =>
        new Map(
          keys.flatMap((key) => {
            const state = current().tasks.get(placedKey(partition, key));
            return state === undefined ? [] : [[key, state] as const];
          }),
        ),
      loadRecords(partition, { usage, ledger }) {
        const { records } = current();
        const found = new Map<string, Map<string, KnownContent>>();
        const named = [
          ...usage.map((key) => [taskKey(key), usageKey(key.source, key.eventId)] as const),
          ...ledger.map((key) => [taskKey(key), ledgerKey(key.kind, key.entryId)] as const),
        ];
        for (const [task, key] of named) {
          const content = records.get(placedKey(partition, task))?.get(key);
          if (content !== undefined) found.set(task, (found.get(task) ?? new Map()).set(key, content));
        }
        return found;
      },
      write(partition, writes) {
        check(current(), partition, writes);
        changes.push((committed) => written(committed, partition, writes));
      },
      advance(partition, to) {
        locks.set(partition, transaction);
        const row = rowOf(partition);
        if (row.nextOffset >= to.nextOffset || row.nextPosition > to.nextPosition) return false;
        const lastRecord = to.lastRecord ?? row.lastRecord;
        changes.push((committed) => ({
          ...committed,
          rows: committed.rows.with(partition, { ...to, lastRecord, partitionCount }),
        }));
        return true;
      },
      commit() {
        const after = changes.reduce((committed, change) => change(committed), current());
        if (changes.length > 0) {
          history.push(after);
          version++;
        }
        end();
      },
      rollback: end,
    };
    open.add(transaction);
    return transaction;
  }

  return {
    get committed() {
      return current();
    },
    get version() {
      return version;
    },
    isAway: false,
    begin,
    crash() {
      for (const transaction of [...open]) transaction.rollback();
    },
    swap(partition, writer) {
      const committed = current();
      const row = rowOf(partition);
      const last = committed.changes.findLast((change) => change.partition === partition);
      const state = last === undefined ? undefined : committed.tasks.get(placedKey(partition, taskKey(last)));
      if (locks.has(partition) || last === undefined || state === undefined) return false;
      const key = taskKey(last);
      const revision = state.revision + 1;
      history.push({
        ...committed,
        rows: committed.rows.with(partition, { ...row, writer, nextPosition: row.nextPosition + 1 }),
        tasks: new Map(committed.tasks).set(placedKey(partition, key), { ...state, revision }),
        changes: [...committed.changes, { ...last, revision, position: row.nextPosition }],
        corrections: [...committed.corrections, { key, partition, offset: row.nextOffset }],
      });
      version++;
      return true;
    },
    failOver(lacking) {
      const lost = Math.min(lacking, history.length - 1);
      history.length -= lost;
      version++;
      return lost;
    },
  };
}

function check(
  committed: Committed,
  partition: number,
  { tasks, records, timeline, changes }: ChunkWrites,
): void {
  if (timeline.some(({ eventId }) => eventId.startsWith(REFUSED)))
    fail('22P05', 'unsupported Unicode escape');
  for (const { before, after } of tasks) {
    const isStored = committed.tasks.has(placedKey(partition, taskKey(after)));
    if (before === null && isStored) fail('23505', 'duplicate key in tasks');
    if (before !== null && !isStored) throw new Error('a task was removed while it was folded');
  }
  for (const { tenantId, taskId, record } of records) {
    const [key] = knownAs(record);
    if (committed.records.get(placedKey(partition, taskKey({ tenantId, taskId })))?.has(key))
      fail('23505', 'duplicate key in records');
  }
  const positions = new Set(committed.changes.map(({ partition, position }) => `${partition}:${position}`));
  for (const { partition, position } of changes) {
    if (positions.has(`${partition}:${position}`)) fail('23505', 'duplicate key in changes');
  }
  const offsets = new Set(committed.timeline.map(({ partition, offset }) => `${partition}:${offset}`));
  for (const { partition, offset } of timeline) {
    if (offsets.has(`${partition}:${offset}`)) fail('23505', 'duplicate key in timeline');
  }
}

function written(committed: Committed, partition: number, writes: ChunkWrites): Committed {
  const tasks = new Map(committed.tasks);
  for (const { after } of writes.tasks) tasks.set(placedKey(partition, taskKey(after)), after);
  const records = new Map(committed.records);
  for (const { tenantId, taskId, record } of writes.records) {
    const task = placedKey(partition, taskKey({ tenantId, taskId }));
    const [key, content] = knownAs(record);
    // As the database gives it back.
    const stored = typeof content === 'string' ? content : usageDigest(content);
    records.set(task, new Map(records.get(task)).set(key, stored));
  }
  const known = new Set(committed.deadLetters.map(({ record }) => `${record.partition}:${record.offset}`));
  const fresh = writes.deadLetters.filter(({ record }) => !known.has(`${record.partition}:${record.offset}`));
  return {
    ...committed,
    tasks,
    records,
    timeline: [...committed.timeline, ...writes.timeline],
    changes: [...committed.changes, ...writes.changes],
    deadLetters: [...committed.deadLetters, ...fresh],
  };
}

function fail(code: string, message: string): never {
  throw Object.assign(new Error(message), { code });
}
