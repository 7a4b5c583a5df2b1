import { FACT_COLUMNS, stateOf, type TaskFacts, type TaskState } from '@taskfold/fold';
import type { ClientBase } from 'pg';
import { inPartition } from './recordset.ts';

const KEYS = inPartition('unnest($1::text[], $2::text[]) AS k(tenant_id, task_id)', 3);
const COLUMNS = FACT_COLUMNS.map(({ name, group }) => `${group === 'key' ? 'k' : 't'}.${name}`);

// Of a task that is pruned there is nothing but the revision that it had last, and what is stored is not pruned.
const TASKS = `SELECT ${COLUMNS.join(', ')}, p.revision AS pruned_revision
  FROM ${KEYS} AS k
    LEFT JOIN tasks t USING (tenant_id, task_id, kafka_partition)
    LEFT JOIN pruned_tasks p ON t.task_id IS NULL AND p.tenant_id = k.tenant_id AND p.task_id = k.task_id
      AND p.kafka_partition = k.kafka_partition
  WHERE t.task_id IS NOT NULL OR p.task_id IS NOT NULL`;

/** Of a task that is stored, or of one that is pruned. */
type FoundRow =
  | (TaskFacts & { readonly pruned_revision: null })
  | (TaskKeyRow & { readonly pruned_revision: number });
interface TaskKeyRow {
  readonly tenant_id: string;
  readonly task_id: string;
}
/** What the database holds of tasks, by `<tenant>/<task>`; those that it knows nothing of are in neither. */
export interface LoadedStates {
  readonly states: ReadonlyMap<string, TaskState>;
  /** The last revisions of those that retention has removed. */
  readonly pruned: ReadonlyMap<string, number>;
}

/**
 * The stored states of tasks of a partition, exactly as they were written.
 *
 * @param keys `<tenant>/<task>`
 */
export async function loadStates(
  client: ClientBase,
  partition: number,
  keys: readonly string[],
): Promise<LoadedStates> {
  const parts = keys.map((key) => key.split('/'));
  const values = [parts.map(([tenant]) => tenant), parts.map(([, task]) => task), partition];
  const { rows } = await client.query<FoundRow>({ name: 'load_tasks', text: TASKS, values });
  const states = new Map<string, TaskState>();
  const pruned = new Map<string, number>();
  for (const row of rows) {
    if (row.pruned_revision === null) states.set(keyOf(row), stateOf(row));
    else pruned.set(keyOf(row), row.pruned_revision);
  }
  return { states, pruned };
}

function keyOf({ tenant_id, task_id }: TaskKeyRow): string {
  return `${tenant_id}/${task_id}`;
}
