import { IDENTIFIER } from '@taskfold/contract';
import type { TaskView } from '@taskfold/fold';
import type { Pool } from 'pg';
import { SHOWN_COLUMNS, type ShownRow, viewOfRow } from '../tasks/view-of-row.ts';
import { type ByteBudget, isCut, measuredJson } from './measured-json.ts';
import { createViewCache } from './view-cache.ts';

/**
 * Reads tasks by id. Look-ups that arrive while two queries run are answered together by the next one, so that many
 * requests at once cost few queries; the tenant is a part of what is looked up.
 *
 * Every look-up asks the database. Of a task that was read before it asks whether that is still what is stored: then no
 * column is read again, however large, and the very same view is given.
 */
export interface TaskReader {
  /** Null where that tenant has no such task, or where its creation has not come yet. */
  get(tenantId: string, taskId: string, signal?: AbortSignal): Promise<TaskView | null>;
  /** Counts that only rise; `unchanged` of look-ups that were given a view from memory. */
  readonly figures: { readonly lookups: number; readonly queries: number; readonly unchanged: number };
}

export interface TaskReaderOptions {
  /** Of views that are kept in memory, estimated; none where absent. */
  readonly cacheMaxBytes?: number;
}

interface Lookup {
  readonly tenantId: string;
  readonly taskId: string;
  /** `<tenant>/<task>`: neither may hold a slash, so two tasks never share one. */
  readonly key: string;
  readonly signal: AbortSignal | undefined;
  /** Null once it is answered: a signal that lives on keeps its listener, which must not keep the view. */
  answer: PromiseWithResolvers<TaskView | null> | null;
}

const MAX_QUERIES = 2;
const MAX_LOOKUPS_PER_QUERY = 500;
/** A query may hold twice as many as the one before, and so many in any case: a sudden crowd may ask for tasks that are large. */
const FEW_LOOKUPS = 16;
/** What one query may bring, and one task beyond it: the rest is asked for again, and of large tasks fewer at once. */
const BYTES_PER_QUERY = 16 * 1024 * 1024;

// A revision never has two contents, and a correction has a revision of its own. The time is compared as well for databases
// that were brought back from a copy: what was lost may have come again with as many events, but not at the same moment.
const SELECT = `SELECT k.ordinal::int AS ordinal, changed.*
  FROM unnest($1::text[], $2::text[], $3::bigint[], $4::timestamptz[]) WITH ORDINALITY
    AS k(tenant_id, task_id, revision, updated_at, ordinal)
  JOIN tasks t USING (tenant_id, task_id)
  LEFT JOIN LATERAL (SELECT ${SHOWN_COLUMNS.map((name) => `t.${name}`).join(', ')}) changed
    ON (t.revision, t.updated_at) IS DISTINCT FROM (k.revision, k.updated_at)`;

const JSON_COLUMNS = ['input', 'output', 'usage_lines', 'error_details'] as const;

/** Without columns where the task is as it was known. */
type AnswerRow = { readonly ordinal: number } & (ShownRow | { readonly [Name in keyof ShownRow]: null });

/** @param pool whose connections are made for look-ups by key (see `PoolOptions.byKeyOnly`) */
export function createTaskReader(
  pool: Pick<Pool, 'query'>,
  { cacheMaxBytes = 0 }: TaskReaderOptions = {},
): TaskReader {
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
    figures.queries += 1;
    // One task is read whatever it takes.
    const most = batch.length === 1 ? Number.MAX_SAFE_INTEGER : BYTES_PER_QUERY;
    const budget: ByteBudget = { left: most };
    const known = batch.map(({ key }) => cache.get(key) ?? null);
    try {
      const { rows } = await pool.query<AnswerRow>({
        name: 'read_tasks',
        text: SELECT,
        types: measuredJson(budget),
        values: [
          `{"${batch.map(({ tenantId }) => tenantId).join('","')}"}`,
          `{"${batch.map(({ taskId }) => taskId).join('","')}"}`,
          `{${known.map((view) => view?.revision ?? 'NULL').join(',')}}`,
          `{${known.map((view) => view?.updatedAt ?? 'NULL').join(',')}}`,
        ],
      });
      const views = batch.map((): TaskView | null => null);
      const again = new Set<Lookup>();
      for (const row of rows) {
        const index = row.ordinal - 1;
        if (row.revision !== null) {
          const lookup = JSON_COLUMNS.some((name) => isCut(row[name])) ? batch[index] : undefined;
          if (lookup === undefined) views[index] = viewOfRow(row);
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
        if (again.has(lookup)) continue;
        const view = views[index] ?? null;
        if (view !== known[index]) cache.set(lookup.key, view);
        settle(lookup)?.resolve(view);
      }
    } catch (error) {
      for (const lookup of batch) settle(lookup)?.reject(error);
    }
  }

  return {
    get(tenantId, taskId, signal) {
      if (signal?.aborted) return Promise.reject(signal.reason);
      // No task has another id, and arrays are printed here: what `pg` does to each text takes longer than to look it up.
      if (!IDENTIFIER.test(tenantId) || !IDENTIFIER.test(taskId)) return Promise.resolve(null);
      const answer = Promise.withResolvers<TaskView | null>();
      const lookup: Lookup = { tenantId, taskId, key: `${tenantId}/${taskId}`, signal, answer };
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

function settle(lookup: Lookup): Lookup['answer'] {
  const { answer } = lookup;
  lookup.answer = null;
  return answer;
}

function rejectOnAbort(lookup: Lookup, signal: AbortSignal): void {
  signal.addEventListener('abort', () => settle(lookup)?.reject(signal.reason), { once: true });
}
