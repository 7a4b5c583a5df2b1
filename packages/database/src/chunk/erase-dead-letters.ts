import type { DeadLetterEntry, TimelineEntry } from './entries.ts';
import type { Statement } from './statement.ts';

const WITHOUT_BYTES = 'key = NULL, value = NULL, headers = NULL, pruned_at = now()';

const OF_ERASED = `UPDATE dead_letters d SET ${WITHOUT_BYTES}
  FROM unnest($1::text[], $2::text[]) AS e(tenant_id, task_id)
  WHERE d.tenant_id COLLATE "C" = e.tenant_id AND d.task_id COLLATE "C" = e.task_id AND d.pruned_at IS NULL`;

const NEW_OF_ERASED = `UPDATE dead_letters d SET ${WITHOUT_BYTES}
  FROM unnest($1::text[], $2::int[], $3::bigint[]) AS n(topic, kafka_partition, log_offset), tasks t
  WHERE d.topic = n.topic AND d.kafka_partition = n.kafka_partition AND d.log_offset = n.log_offset
    AND t.tenant_id = d.tenant_id COLLATE "C" AND t.task_id = d.task_id COLLATE "C" AND t.data_removed
    AND d.pruned_at IS NULL`;

/**
 * Removes the bytes of dead letters whose task is erased: by this chunk, or before it. To be run when the tasks and the dead
 * letters of the chunk are written.
 */
export function* eraseDeadLetters(
  timeline: readonly TimelineEntry[],
  deadLetters: readonly DeadLetterEntry[],
): Generator<Statement> {
  // Whatever became of the event: a task that is pruned already may have left dead letters, too.
  const erased = timeline.filter(({ type }) => type === 'task.erased');
  if (erased.length > 0) {
    const values = [erased.map(({ tenantId }) => tenantId), erased.map(({ taskId }) => taskId)];
    yield async (client) => {
      await client.query({ name: 'erase_dead_letters', text: OF_ERASED, values });
    };
  }
  const legible = deadLetters.filter(({ tenantId, taskId }) => tenantId !== null && taskId !== null);
  if (legible.length === 0) return;
  const values = [
    legible.map(({ record }) => record.topic),
    legible.map(({ record }) => record.partition),
    legible.map(({ record }) => record.offset),
  ];
  yield async (client) => {
    await client.query({ name: 'erase_new_dead_letters', text: NEW_OF_ERASED, values });
  };
}
