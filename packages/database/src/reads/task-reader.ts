import { IDENTIFIER, taskKey } from '@taskfold/contract';
import { type VisibleTask, visible } from '@taskfold/fold';
import type { ProjectionOf } from '../checkpoints/checkpoint-key.ts';
import { type Heads, isHeld } from '../checkpoints/held.ts';
import type { Queryable } from '../pools/create-pool.ts';
import { isCut, type JsonBudget, measuredJson } from './measured-json.ts';
import {
  type AnswerRow,
  type ReplicaRow,
  SELECT_PLACED_TASKS,
  SELECT_TASKS,
  SELECT_TASKS_AT_REPLICA,
} from './select-tasks.ts';
import { createViewCache } from './view-cache.ts';

/**
 * Reads tasks by id. Look-ups that arrive while two queries run are answered together by the next one, so that many
 * requests at once cost few queries; the tenant is a part of what is looked up.
 *
 * Every look-up asks the database. Of a task that was read before it asks whether that is still what is stored: then no
 * column is read again, however large, and the very same view is given.
 */
export interface TaskReader {
  /**
   * Null where that tenant has no such task, or where its creation has not come yet.
   *
   * @param partition of the events topic that holds the task, where it is known: no other is looked into then
   */
  get(
    tenantId: string,
    taskId: string,
    signal?: AbortSignal,
    partition?: number,
  ): Promise<VisibleTask | null>;
}

export interface CountingTaskReader extends TaskReader {
  /** Counts that only rise; `unchanged` of look-ups that were given a view from memory. */
  readonly figures: { readonly lookups: number; readonly queries: number; readonly unchanged: number };
}

/** A hot standby that look-ups may be answered by where it is as far as the primary. */
export interface ReadReplica {
  readonly isUsed: boolean;
  readonly of: ProjectionOf;
  /** How far the primary is, asked now. */
  wanted(): Promise<Heads>;
  /** Its connections, for whoever compares for himself what it holds. */
  readonly pool: Queryable;
  /** Counts reads that were answered. */
  answered(by: 'replica' | 'primary', count: number): void;
  /** An error of the replica, which may end its use until it is found well again. */
  failed(error: unknown): void;
}

export interface TaskReaderOptions {
  /** Of views that are kept in memory, estimated; none where absent. */
  readonly cacheMaxBytes?: number;
  /** Answers where it is as far as the primary, with connections made for look-ups by key. */
  readonly replica?: ReadReplica | undefined;
}

interface Lookup {
  readonly tenantId: string;
  readonly taskId: string;
  /** `<tenant>/<task>`: neither may hold a slash, so two tasks never share one. */
  readonly key: string;
  readonly signal: AbortSignal | undefined;
  readonly partition: number | undefined;
  /** Null once it is answered: a signal that lives on keeps its listener, which must not keep the view. */
  answer: PromiseWithResolvers<VisibleTask | null> | null;
}

const MAX_QUERIES = 2;
const MAX_LOOKUPS_PER_QUERY = 500;
/** A query may hold twice as many as the one before, and so many in any case: a sudden crowd may ask for tasks that are large. */
const FEW_LOOKUPS = 16;
/** What one query may bring, and one task beyond it: the rest is asked for again, and of large tasks fewer at once. */
const BYTES_PER_QUERY = 16 * 1024 * 1024;

const ANYWHERE = { name: 'read_tasks', text: SELECT_TASKS };
const PLACED = { name: 'read_placed_tasks', text: SELECT_PLACED_TASKS };

const JSON_COLUMNS = ['input', 'output', 'usage_lines', 'error_details'] as const;

interface Asked {
  readonly batch: readonly Lookup[];
  /** Of each, what is in memory. */
  readonly known: readonly (VisibleTask | null)[];
  /** Bytes of JSON that the statement may bring. */
  readonly most: number;
  readonly budget: JsonBudget;
}

/** @param pool whose connections are made for look-ups by key (see `PoolOptions.byKeyOnly`) */
export function createTaskReader(
  pool: Queryable,
  { cacheMaxBytes = 0, replica }: TaskReaderOptions = {},
): CountingTaskReader {
  const waiting: Lookup[] = [];
  const cache = createViewCache(cacheMaxBytes);
  const figures = { lookups: 0, queries: 0, unchanged: 0 };
  let running = 0;
  let perQuery = FEW_LOOKUPS;

  function next(): void {
    while (running < MAX_QUERIES && waiting.length > 0) {
      // Who went away while waiting is not asked for.
      const batch = waiting.splice(0, perQuery).filter(({ signal }) => signal?.aborted !== true);
      if (batch.length === 0) continue;
      running += 1;
      void answer(batch).finally(() => {
        running -= 1;
        next();
      });
    }
  }

  async function answer(batch: readonly Lookup[]): Promise<void> {
    const rest = replica?.isUsed ? await answerAtReplica(replica, batch) : batch;
    if (rest.length > 0) await answerAtPrimary(rest);
  }

  function asked(batch: readonly Lookup[]): Asked {
    figures.queries += 1;
    // One task is read whatever it takes.
    const most = batch.length === 1 ? Number.MAX_SAFE_INTEGER : BYTES_PER_QUERY;
    const known = batch.map(({ key }) => cache.get(key) ?? null);
    return { batch, known, most, budget: { left: most } };
  }

  async function answerAtPrimary(batch: readonly Lookup[]): Promise<void> {
    const what = asked(batch);
    try {
      const isPlaced = batch.every(({ partition }) => partition !== undefined);
      const { rows } = await pool.query<AnswerRow>({
        ...(isPlaced ? PLACED : ANYWHERE),
        types: measuredJson(what.budget),
        values: isPlaced ? [...valuesOf(what), partitionsOf(batch)] : valuesOf(what),
      });
      give(what, rows);
      replica?.answered('primary', batch.length);
    } catch (error) {
      for (const lookup of batch) settle(lookup)?.reject(error);
    }
  }

  /** Returns the look-ups that it cannot answer: what is missing there is not known to be missing. */
  async function answerAtReplica(
    standby: NonNullable<typeof replica>,
    batch: readonly Lookup[],
  ): Promise<readonly Lookup[]> {
    const what = asked(batch);
    // Asked now, after all of these look-ups came, and while the replica is asked. Where the primary fails, it says so below.
    const wanting = standby.wanted().catch(() => null);
    try {
      const { rows } = await standby.pool.query<ReplicaRow>({
        name: 'read_tasks_at_replica',
        text: SELECT_TASKS_AT_REPLICA,
        types: measuredJson(what.budget),
        values: [...valuesOf(what), standby.of.projection, standby.of.topic],
      });
      const wanted = await wanting;
      if (wanted === null) return batch;
      const current = rows.filter((row) =>
        isHeld(
          { nextOffset: row.held_offset, nextPosition: row.held_position },
          wanted.get(row.held_partition),
        ),
      );
      const found = new Set(current.map(({ ordinal }) => ordinal - 1));
      give(what, current, (index) => found.has(index));
      standby.answered('replica', found.size);
      return batch.filter((_lookup, index) => !found.has(index));
    } catch (error) {
      standby.failed(error);
      return batch;
    }
  }

  /** Answers those of the look-ups that the rows are known to be about; all of them by default. */
  function give(
    { batch, known, most, budget }: Asked,
    rows: readonly AnswerRow[],
    isAnswered: (index: number) => boolean = () => true,
  ): void {
    const views = batch.map((): VisibleTask | null => null);
    const again = new Set<Lookup>();
    for (const row of rows) {
      const index = row.ordinal - 1;
      if (row.revision !== null) {
        const lookup = JSON_COLUMNS.some((name) => isCut(row[name])) ? batch[index] : undefined;
        if (lookup === undefined) views[index] = visible(row);
        else again.add(lookup);
      } else {
        views[index] = known[index] ?? null;
        figures.unchanged += 1;
      }
    }
    const fitting = Math.floor((batch.length * BYTES_PER_QUERY) / Math.max(1, most - budget.left));
    const wanted = Math.max(FEW_LOOKUPS, 2 * batch.length);
    perQuery = Math.max(1, Math.min(MAX_LOOKUPS_PER_QUERY, fitting, wanted));
    if (again.size > 0) waiting.unshift(...again);
    for (const [index, lookup] of batch.entries()) {
      if (again.has(lookup) || !isAnswered(index)) continue;
      const view = views[index] ?? null;
      if (view !== known[index]) cache.set(lookup.key, view);
      settle(lookup)?.resolve(view);
    }
  }

  return {
    get(tenantId, taskId, signal, partition) {
      if (signal?.aborted) return Promise.reject(signal.reason);
      // No task has another id, and arrays are printed here: what `pg` does to each text takes longer than to look it up.
      if (!IDENTIFIER.test(tenantId) || !IDENTIFIER.test(taskId)) return Promise.resolve(null);
      const answer = Promise.withResolvers<VisibleTask | null>();
      const lookup: Lookup = {
        tenantId,
        taskId,
        key: taskKey({ tenantId, taskId }),
        signal,
        partition,
        answer,
      };
      if (signal !== undefined) rejectOnAbort(lookup, signal);
      waiting.push(lookup);
      figures.lookups += 1;
      // Requests of one turn of the event loop share a query, whatever runs already.
      if (waiting.length === 1) setImmediate(next);
      return answer.promise;
    },
    figures,
  };
}

function valuesOf({ batch, known }: Asked): string[] {
  return [
    `{"${batch.map(({ tenantId }) => tenantId).join('","')}"}`,
    `{"${batch.map(({ taskId }) => taskId).join('","')}"}`,
    `{${known.map((view) => view?.revision ?? 'NULL').join(',')}}`,
    `{${known.map((view) => view?.updated_at ?? 'NULL').join(',')}}`,
  ];
}

function partitionsOf(batch: readonly Lookup[]): string {
  return `{${batch.map(({ partition }) => partition).join(',')}}`;
}

function settle(lookup: Lookup): Lookup['answer'] {
  const { answer } = lookup;
  lookup.answer = null;
  return answer;
}

function rejectOnAbort(lookup: Lookup, signal: AbortSignal): void {
  signal.addEventListener('abort', () => settle(lookup)?.reject(signal.reason), { once: true });
}
