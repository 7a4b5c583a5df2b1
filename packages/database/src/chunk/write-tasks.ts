import { changedGroups, FACT_COLUMNS, type FactGroup, factsOf, OPTIONAL_GROUPS } from '@taskfold/fold';
import { appendedTable, appendRows } from './append-rows.ts';
import type { TaskChange } from './entries.ts';
import { inPieces } from './pieces.ts';
import { type Column, inPartition, printRows, recordset, valueIn } from './recordset.ts';
import type { Statement } from './statement.ts';

const TASKS = appendedTable('tasks', [...FACT_COLUMNS, { name: 'kafka_partition', type: 'integer' }]);
/** Each of the groups that an update may leave alone is a bit of the number that names its statement. */
const UPDATES = Array.from({ length: 2 ** OPTIONAL_GROUPS.length }, (_none, mask) => updateOf(mask));

function updateOf(mask: number) {
  const groups = new Set<FactGroup>([
    'progress',
    ...OPTIONAL_GROUPS.filter((_group, bit) => mask & (1 << bit)),
  ]);
  const changed = FACT_COLUMNS.filter(({ group }) => groups.has(group));
  const keys = FACT_COLUMNS.filter(({ group }) => group === 'key');
  const columns: readonly Column[] = [...keys, ...changed];
  const assignments = changed.map((column) => `${column.name} = ${valueIn(column)}`);
  return {
    name: `update_tasks_${mask}`,
    text: `UPDATE tasks t SET ${assignments.join(', ')} FROM ${inPartition(recordset(columns), 2)} AS r
      WHERE t.tenant_id = r.tenant_id AND t.task_id = r.task_id AND t.kafka_partition = r.kafka_partition`,
    columns,
  };
}

/**
 * Inserts tasks that are new and updates the others, only in the columns whose facts changed: what is not assigned keeps
 * its place on disk, so an event of progress does not write a task's input again.
 *
 * The statements throw when a task that was loaded is no longer there.
 */
export function* writeTasks(partition: number, tasks: readonly TaskChange[]): Generator<Statement> {
  const fresh = tasks.filter(({ before }) => before === null);
  yield* appendRows(TASKS, fresh, ({ after }) => ({ ...factsOf(after), kafka_partition: partition }));
  const stored = tasks.filter(({ before }) => before !== null);
  for (const [mask, group] of Map.groupBy(stored, maskOf)) {
    const statement = UPDATES[mask];
    if (statement === undefined) throw new Error(`no statement has the number ${mask}`);
    const { name, text, columns } = statement;
    for (const piece of inPieces(group)) {
      const values = [
        printRows(
          columns,
          piece.map(({ after }) => factsOf(after)),
        ),
        partition,
      ];
      yield async (client) => {
        const { rowCount } = await client.query({ name, text, values });
        const missing = piece.length - (rowCount ?? 0);
        if (missing !== 0) {
          throw new Error(`${missing} of ${piece.length} tasks were removed while they were folded`);
        }
      };
    }
  }
}

function maskOf({ before, after }: TaskChange): number {
  if (before === null) return 2 ** OPTIONAL_GROUPS.length - 1;
  const changed = changedGroups(before, after);
  return OPTIONAL_GROUPS.reduce((mask, group, bit) => (changed[group] ? mask | (1 << bit) : mask), 0);
}
