import type { Queryable } from '../pools/create-pool.ts';

export interface RelayLag {
  readonly partition: number;
  /** The first change that the broker has not acknowledged, as it is stored. */
  readonly nextPosition: number;
  /** Changes that are not published. */
  readonly changes: number;
  /** Age of the oldest of them by the database's clock; 0 where there is none. */
  readonly seconds: number;
}

const READ = `
  SELECT r.kafka_partition AS partition, r.next_position AS "nextPosition",
    greatest(0, coalesce(last.position + 1 - r.next_position, 0))::float8 AS changes,
    greatest(0, coalesce(extract(epoch FROM clock_timestamp() - first.written_at), 0))::float8 AS seconds
  FROM relay_positions AS r
  LEFT JOIN LATERAL (
    SELECT written_at FROM changes WHERE kafka_partition = r.kafka_partition AND position >= r.next_position
    ORDER BY position LIMIT 1
  ) AS first ON true
  LEFT JOIN LATERAL (
    SELECT position FROM changes WHERE kafka_partition = r.kafka_partition ORDER BY position DESC LIMIT 1
  ) AS last ON true
  WHERE r.topic = $1 ORDER BY r.kafka_partition`;

/** How far the relay to a topic is behind the changes, by partition. */
export async function readRelayLag(pool: Queryable, topic: string): Promise<RelayLag[]> {
  const { rows } = await pool.query<RelayLag>({ name: 'read_relay_lag', text: READ, values: [topic] });
  return rows;
}
