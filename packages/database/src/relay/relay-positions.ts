import type { Pool } from 'pg';

/** How far the changes of a partition are published. */
export interface RelayPosition {
  /** The first change that the broker has not acknowledged. */
  readonly nextPosition: number;
  /** Where a successor begins: what was sent lately may still arrive late, so it is sent again. At most `nextPosition`. */
  readonly resendFrom: number;
}

export interface RelayPositions {
  /** By partition; rows that are missing are made, at 0. */
  read(partitionCount: number): Promise<Map<number, RelayPosition>>;
  /** `lost`: the lease is another's by now, and nothing was written. */
  save(positions: ReadonlyMap<number, RelayPosition>, lease: HeldLease): Promise<'saved' | 'lost'>;
}

export interface HeldLease {
  readonly name: string;
  readonly holder: string;
}

const CREATE = `
  INSERT INTO relay_positions (topic, kafka_partition)
  SELECT $1, kafka_partition FROM generate_series(0, $2::int - 1) AS kafka_partition
  ON CONFLICT (topic, kafka_partition) DO NOTHING`;

const READ = 'SELECT kafka_partition, next_position, resend_from FROM relay_positions WHERE topic = $1';

// The lease's row is locked: whoever takes the lease afterwards reads what was saved.
const SAVE = `
  WITH held AS (SELECT FROM leases WHERE name = $5 AND holder = $6 FOR SHARE),
  saved AS (
    UPDATE relay_positions AS r
    SET next_position = p.next_position, resend_from = p.resend_from, updated_at = clock_timestamp()
    FROM unnest($2::int[], $3::bigint[], $4::bigint[]) AS p (kafka_partition, next_position, resend_from)
    WHERE r.topic = $1 AND r.kafka_partition = p.kafka_partition AND EXISTS (SELECT FROM held)
  )
  SELECT count(*) AS held FROM held`;

interface Row {
  readonly kafka_partition: number;
  readonly next_position: number;
  readonly resend_from: number;
}

/** @param topic that is published to; another one has positions of its own */
export function createRelayPositions(pool: Pick<Pool, 'query'>, topic: string): RelayPositions {
  return {
    async read(partitionCount) {
      await pool.query(CREATE, [topic, partitionCount]);
      const { rows } = await pool.query<Row>(READ, [topic]);
      return new Map(
        rows.map((row) => [
          row.kafka_partition,
          { nextPosition: row.next_position, resendFrom: row.resend_from },
        ]),
      );
    },
    async save(positions, { name, holder }) {
      const values = [...positions.values()];
      const { rows } = await pool.query<{ held: number }>({
        name: 'save_relay_positions',
        text: SAVE,
        values: [
          topic,
          [...positions.keys()],
          values.map(({ nextPosition }) => nextPosition),
          values.map(({ resendFrom }) => resendFrom),
          name,
          holder,
        ],
      });
      return rows[0]?.held === 1 ? 'saved' : 'lost';
    },
  };
}
