import type { ProjectionOf, Queryable } from '@taskfold/database';

const SELECT = `SELECT kafka_partition, next_offset FROM public.checkpoints
  WHERE projection = $1 AND topic = $2 ORDER BY kafka_partition`;

/** How far each partition of the live version is folded. */
export async function readLiveCheckpoints(
  client: Queryable,
  of: ProjectionOf,
): Promise<ReadonlyMap<number, number>> {
  return await select(client, SELECT, of);
}

/**
 * The same, and holds the live version still until the transaction ends: whoever folds waits for the rows.
 *
 * @param client in a transaction
 */
export async function holdLiveCheckpoints(
  client: Queryable,
  of: ProjectionOf,
): Promise<ReadonlyMap<number, number>> {
  return await select(client, `${SELECT} FOR UPDATE`, of);
}

/** Other names under which something was folded into the same tables: `<projection> of <topic>`. */
export async function otherSources(
  client: Queryable,
  { projection, topic }: ProjectionOf,
): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT DISTINCT projection || ' of ' || topic AS name FROM public.checkpoints
     WHERE next_offset > 0 AND (projection, topic) <> ($1, $2) ORDER BY name`,
    [projection, topic],
  );
  return rows.map(({ name }) => name);
}

/** Partitions whose last folded record is another in the version than in the live tables. */
export async function recordsApart(client: Queryable, of: ProjectionOf): Promise<number[]> {
  const { rows } = await client.query<{ kafka_partition: number }>(
    `SELECT l.kafka_partition FROM public.checkpoints l JOIN checkpoints v USING (projection, topic, kafka_partition)
     WHERE l.projection = $1 AND l.topic = $2 AND l.last_record_offset = v.last_record_offset
       AND l.last_record_hash <> v.last_record_hash ORDER BY 1`,
    [of.projection, of.topic],
  );
  return rows.map(({ kafka_partition }) => kafka_partition);
}

async function select(
  client: Queryable,
  text: string,
  { projection, topic }: ProjectionOf,
): Promise<ReadonlyMap<number, number>> {
  const { rows } = await client.query<{ kafka_partition: number; next_offset: number }>(text, [
    projection,
    topic,
  ]);
  return new Map(rows.map(({ kafka_partition, next_offset }) => [kafka_partition, next_offset]));
}
