import { CHANGES_CHANNEL, type ProjectionOf, type Queryable } from '@taskfold/database';
import type { Partitioner } from '@taskfold/kafka';
import { exchangeVersions } from '../rebuild/exchange-versions.ts';
import { holdLiveCheckpoints } from '../replay/live-checkpoints.ts';
import { Refusal } from '../replay/refusal.ts';
import type { Offsets } from '../replay/replayer.ts';
import { alignMoved, tasksApart } from './compare-places.ts';
import { moveFollowingRows } from './partition-map.ts';

export interface TopicSwitch extends ProjectionOf {
  readonly target: string;
  readonly targetCount: number;
  readonly partitioner: Partitioner;
  /** Where both topics end. */
  readonly ends: Offsets;
  readonly targetEnds: Offsets;
}

const SHOWN = 5;

/** What of our own is still to be published to the topic that is left. */
const UNFINISHED = `
  SELECT (SELECT count(*) FROM public.event_outbox) AS outbox,
    (SELECT count(*) FROM public.rekeyed_records WHERE published_at IS NULL) AS rekeyed,
    (SELECT count(*) FROM public.relay_positions r JOIN public.checkpoints c USING (kafka_partition)
      WHERE c.projection = $1 AND c.topic = $2 AND r.next_position < c.next_position) AS relayed`;

// Positions go on where they were, so that cursors that had come to the end stay good, and all others have expired.
const CHECKPOINTS = `
  WITH old AS (DELETE FROM public.checkpoints WHERE projection = $1 AND topic = $2 RETURNING kafka_partition, next_position)
  INSERT INTO public.checkpoints (projection, topic, kafka_partition, next_offset, next_position, writer, last_record_offset,
    last_record_hash, partition_count, partitioner)
  SELECT v.projection, v.topic, v.kafka_partition, v.next_offset, coalesce(old.next_position, 0), v.writer,
    v.last_record_offset, v.last_record_hash, v.partition_count, v.partitioner
  FROM taskfold_standby.checkpoints v LEFT JOIN old USING (kafka_partition) WHERE v.projection = $1 AND v.topic = $3`;

// What is left of the topic: a row that keeps whoever is still set to it from folding it anew.
const SIGNPOST = `INSERT INTO public.checkpoints (projection, topic, kafka_partition, partition_count, partitioner)
  VALUES ($1, $2, -1, 0, $3)`;

/**
 * Lets the projection go on in another topic, whose fold the standby is.
 *
 * @param client of the standby's schema, in a transaction, with the rights of the tables' owner
 * @throws Refusal where anything is not as far as it must be; then nothing is changed
 */
export async function switchTopic(client: Queryable, options: TopicSwitch): Promise<void> {
  const { projection, topic, target, targetCount, partitioner } = options;
  await mustBeFolded(await holdLiveCheckpoints(client, { projection, topic }), options);
  await mustBeFinished(client, options);
  await alignMoved(client);
  const { count, names } = await tasksApart(client, SHOWN);
  if (count > 0) {
    throw new Refusal(
      `${count} tasks would be other than they are, such as ${names.join(', ')}. Nothing was changed. Run verify; where it finds them, rebuild and swap first, and then drop the standby and move again.`,
    );
  }
  await exchangeVersions(client);
  await moveFollowingRows(client, { count: targetCount, partitioner });
  await client.query('TRUNCATE public.changes');
  await client.query(CHECKPOINTS, [projection, topic, target]);
  await client.query(SIGNPOST, [projection, topic, target]);
  for (const table of ['projection_lag', 'partition_halts']) {
    await client.query(`DELETE FROM public.${table} WHERE projection = $1 AND topic = $2`, [
      projection,
      topic,
    ]);
  }
  await client.query('DELETE FROM public.callback_gates');
  await client.query('UPDATE public.relay_positions SET resend_from = next_position');
  await client.query('SELECT pg_notify($1, $2)', [CHANGES_CHANNEL, '0']);
}

async function mustBeFolded(folded: Offsets, { topic, ends }: TopicSwitch): Promise<void> {
  const behind = [...ends].filter(([partition, end]) => (folded.get(partition) ?? 0) < end);
  if (behind.length === 0) return;
  const places = behind
    .map(([partition, end]) => `${partition} at ${folded.get(partition) ?? 0} of ${end}`)
    .join(', ');
  throw new Refusal(
    `${topic} is not folded to its end (partition ${places}). Nothing was changed. Let nobody publish to it, start the processors until taskfold doctor says that nothing waits, stop them, and try again.`,
  );
}

async function mustBeFinished(
  client: Queryable,
  { projection, topic, target, targetEnds }: TopicSwitch,
): Promise<void> {
  const { rows } = await client.query<{ kafka_partition: number; next_offset: number }>(
    'SELECT kafka_partition, next_offset FROM taskfold_standby.checkpoints WHERE projection = $1 AND topic = $2',
    [projection, target],
  );
  const folded = new Map(rows.map((row) => [row.kafka_partition, row.next_offset]));
  if ([...targetEnds].some(([partition, end]) => (folded.get(partition) ?? 0) !== end)) {
    throw new Refusal(
      `${target} got records meanwhile. Nothing was changed. Let nobody publish, and try again.`,
    );
  }
  const { rows: found } = await client.query<{ outbox: number; rekeyed: number; relayed: number }>(
    UNFINISHED,
    [projection, topic],
  );
  const { outbox = 0, rekeyed = 0, relayed = 0 } = found[0] ?? {};
  if (outbox + rekeyed + relayed === 0) return;
  throw new Refusal(
    `The processors have not published everything: ${outbox} results of callbacks, ${rekeyed} misplaced records, updates of ${relayed} partitions. Nothing was changed. Start them with all roles until taskfold doctor says that nothing waits, stop them, and try again. A topic of updates that is published to no longer keeps its rows in relay_positions: delete them.`,
  );
}
