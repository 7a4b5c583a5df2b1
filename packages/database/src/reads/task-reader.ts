import type { TaskView } from '@taskfold/fold';
import type { Pool } from 'pg';
import { SHOWN_COLUMNS, type ShownRow, viewOfRow } from '../tasks/view-of-row.ts';

/**
 * Reads tasks by id. Look-ups that arrive while two queries run are answered together by the next one, so that many
 * requests at once cost few queries; the tenant is a part of what is looked up.
 */
export interface TaskReader {
  /** Null where that tenant has no such task, or where its creation has not come yet. */
  get(tenantId: string, taskId: string, signal?: AbortSignal): Promise<TaskView | null>;
  /** Counts that only rise. */
  readonly figures: { readonly lookups: number; readonly queries: number };
}

interface Lookup {
  readonly tenantId: string;
  readonly taskId: string;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (view: TaskView | null) => void;
  readonly reject: (error: unknown) => void;
}

const MAX_QUERIES = 2;
const MAX_LOOKUPS_PER_QUERY = 500;

const SELECT = `SELECT k.ordinal::int AS ordinal, ${SHOWN_COLUMNS.map((name) => `t.${name}`).join(', ')}
  FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS k(tenant_id, task_id, ordinal)
  JOIN tasks t USING (tenant_id, task_id)`;

/** @param pool whose connections are made for look-ups by key (see `PoolOptions.byKeyOnly`) */
export function createTaskReader(pool: Pick<Pool, 'query'>): TaskReader {
  const waiting: Lookup[] = [];
  const figures = { lookups: 0, queries: 0 };
  let running = 0;

  function next(): void {
    while (running < MAX_QUERIES && waiting.length > 0) {
      // Who went away while waiting is not asked for.
      const batch = waiting.splice(0, MAX_LOOKUPS_PER_QUERY).filter(({ signal }) => signal?.aborted !== true);
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
    try {
      const { rows } = await pool.query<ShownRow & { readonly ordinal: number }>({
        name: 'read_tasks',
        text: SELECT,
        values: [batch.map(({ tenantId }) => tenantId), batch.map(({ taskId }) => taskId)],
      });
      const views = new Map(rows.map((row) => [row.ordinal, viewOfRow(row)]));
      for (const [index, lookup] of batch.entries()) lookup.resolve(views.get(index + 1) ?? null);
    } catch (error) {
      for (const lookup of batch) lookup.reject(error);
    }
  }

  return {
    get(tenantId, taskId, signal) {
      if (signal?.aborted) return Promise.reject(signal.reason);
      const { promise, resolve, reject } = Promise.withResolvers<TaskView | null>();
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      waiting.push({ tenantId, taskId, signal, resolve, reject });
      figures.lookups += 1;
      // Requests of one turn of the event loop share a query, whatever runs already.
      if (waiting.length === 1) setImmediate(next);
      return promise;
    },
    figures,
  };
}
