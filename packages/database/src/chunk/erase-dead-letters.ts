import { IDENTIFIER } from '@taskfold/contract';
import type { DeadLetterEntry, TimelineEntry } from './entries.ts';
import { type Statement, statementOf } from './statement.ts';

const WITHOUT_BYTES = 'key = NULL, value = NULL, headers = NULL, pruned_at = now()';

// Of a record whose key and subject differ, either may be the task's. Its key is looked for where an index has it.
const KEY_IS_NO_SUBJECT = `d.code = 'key_mismatch' AND octet_length(d.key) <= 128`;

// One part for each index, since of an OR of them none would be used.
const FOUND = [
  `d.tenant_id COLLATE "C" = e.tenant_id AND d.task_id COLLATE "C" = e.task_id`,
  `d.tenant_id IS NULL AND d.task_id COLLATE "C" = e.task_id`,
  `d.key = convert_to(e.task_id, 'UTF8') AND ${KEY_IS_NO_SUBJECT}
    AND (d.tenant_id IS NULL OR d.tenant_id COLLATE "C" = e.tenant_id)`,
].map(
  (condition) => `SELECT d.topic, d.kafka_partition, d.log_offset FROM erased e JOIN dead_letters d
    ON ${condition} AND d.pruned_at IS NULL`,
);

const OF_ERASED = `WITH erased AS (SELECT * FROM unnest($1::text[], $2::text[]) AS e(tenant_id, task_id))
  UPDATE dead_letters d SET ${WITHOUT_BYTES} FROM (${FOUND.join(' UNION ')}) AS f
  WHERE d.topic = f.topic AND d.kafka_partition = f.kafka_partition AND d.log_offset = f.log_offset`;

// A dead letter may lie in another partition than its task, so the two are asked for one after the other and never joined.
const ERASED = `SELECT n.ordinal::int AS ordinal FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS n(tenant_id, task_id, ordinal)
  WHERE CASE WHEN n.tenant_id IS NULL
    THEN EXISTS (SELECT FROM tasks t WHERE t.task_id = n.task_id COLLATE "C" AND t.data_removed)
    ELSE EXISTS (SELECT FROM tasks t WHERE t.tenant_id = n.tenant_id COLLATE "C" AND t.task_id = n.task_id COLLATE "C"
      AND t.data_removed) END`;

const NEW_OF_ERASED = `UPDATE dead_letters d SET ${WITHOUT_BYTES}
  FROM unnest($1::text[], $2::int[], $3::bigint[]) AS n(topic, kafka_partition, log_offset)
  WHERE d.topic = n.topic AND d.kafka_partition = n.kafka_partition AND d.log_offset = n.log_offset AND d.pruned_at IS NULL`;

/**
 * Removes the bytes of dead letters whose task is erased: by this chunk, or before it. Where only the task can be read, its
 * tenant may be any, so that it goes with whichever is erased. To be run when the tasks and the dead letters of the chunk are
 * written.
 */
export function* eraseDeadLetters(
  timeline: readonly TimelineEntry[],
  deadLetters: readonly DeadLetterEntry[],
): Generator<Statement> {
  // Whatever became of the event: a task that is pruned already may have left dead letters, too.
  const erased = timeline.filter(({ type }) => type === 'task.erased');
  if (erased.length > 0) {
    yield statementOf('erase_dead_letters', OF_ERASED, [
      erased.map(({ tenantId }) => tenantId),
      erased.map(({ taskId }) => taskId),
    ]);
  }
  const named = deadLetters.flatMap((entry) => tasksOf(entry).map((taskId) => ({ ...entry, taskId })));
  if (named.length === 0) return;
  const ids = [named.map(({ tenantId }) => tenantId), named.map(({ taskId }) => taskId)];
  yield async (client) => {
    const { rows } = await client.query<{ ordinal: number }>({
      name: 'find_erased',
      text: ERASED,
      values: ids,
    });
    const records = rows.flatMap(({ ordinal }) => named[ordinal - 1]?.record ?? []);
    if (records.length === 0) return;
    const values = [
      records.map(({ topic }) => topic),
      records.map(({ partition }) => partition),
      records.map(({ offset }) => offset),
    ];
    await client.query({ name: 'erase_new_dead_letters', text: NEW_OF_ERASED, values });
  };
}

/** The tasks that a record may be about. */
function tasksOf({ record, code, taskId }: DeadLetterEntry): string[] {
  const key = code === 'key_mismatch' ? record.key?.toString('latin1') : undefined;
  const ids = [taskId, key !== undefined && IDENTIFIER.test(key) ? key : null];
  return [...new Set(ids.filter((id) => id !== null))];
}
