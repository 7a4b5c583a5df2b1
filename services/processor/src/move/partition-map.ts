import type { Queryable } from '@taskfold/database';
import { type Partitioner, partitionOf } from '@taskfold/kafka';

/** Tables that no rebuild makes anew, whose rows lie where their task does. */
const FOLLOWING = ['deliveries', 'callback_attempts', 'pruned_tasks'] as const;

const TASKS = FOLLOWING.map((table) => `SELECT task_id FROM public.${table}`).join(' UNION ');
const PAGE = 10_000;

/**
 * Gives the rows of tasks that are not folded again the partitions that their tasks have in another topic.
 *
 * @param client in a transaction, with the rights of the tables' owner
 */
export async function moveFollowingRows(
  client: Queryable,
  { count, partitioner }: { readonly count: number; readonly partitioner: Partitioner },
): Promise<void> {
  await client.query(
    'CREATE TEMPORARY TABLE moved_tasks (task_id text PRIMARY KEY, kafka_partition integer) ON COMMIT DROP',
  );
  for (let after = ''; ; ) {
    const { rows } = await client.query<{ task_id: string }>(
      `SELECT task_id FROM (${TASKS}) AS t WHERE task_id > $1 ORDER BY task_id LIMIT ${PAGE}`,
      [after],
    );
    const ids = rows.map(({ task_id }) => task_id);
    await client.query('INSERT INTO moved_tasks SELECT * FROM unnest($1::text[], $2::int[])', [
      ids,
      ids.map((id) => partitionOf(Buffer.from(id), count, partitioner)),
    ]);
    const end = ids.at(-1);
    if (end === undefined || ids.length < PAGE) break;
    after = end;
  }
  for (const table of FOLLOWING) {
    await client.query(
      `UPDATE public.${table} f SET kafka_partition = m.kafka_partition FROM moved_tasks m
       WHERE m.task_id = f.task_id AND m.kafka_partition <> f.kafka_partition`,
    );
  }
}
