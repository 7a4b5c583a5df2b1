import { type PoolFigures, poolMetrics, type Registry } from '@taskfold/runtime';
import { rising } from './rising.ts';

/** Read whenever metrics are asked for. The last three only rise. */
export interface DatabaseFigures extends PoolFigures {
  /** Tasks that were asked for. */
  readonly lookups: number;
  /** Statements that answered them; look-ups ÷ queries is the coalescing factor. */
  readonly queries: number;
  /** Look-ups of tasks that were as they had been read before. */
  readonly unchanged: number;
}

/** Shows the state of the connection pool and how many look-ups share a statement. */
export function databaseMetrics(registry: Registry, figures: () => DatabaseFigures): void {
  poolMetrics(registry, figures);
  rising(
    registry,
    'taskfold_task_lookups_total',
    'Tasks that were asked for by id.',
    () => figures().lookups,
  );
  rising(
    registry,
    'taskfold_task_lookup_queries_total',
    'Statements that answered look-ups by id. Look-ups divided by these is the coalescing factor.',
    () => figures().queries,
  );
  rising(
    registry,
    'taskfold_task_lookups_unchanged_total',
    'Look-ups by id that found the task as it was read before, and were answered from memory.',
    () => figures().unchanged,
  );
}
