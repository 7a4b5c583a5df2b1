import type { Queryable } from '@taskfold/database';

/** How far the changes of a partition are published. */
export interface RelayPosition {
  /** The first change that the broker has not acknowledged. */
  readonly nextPosition: number;
  /** Where a successor begins: what was sent lately may still arrive late, so it is sent again. At most `nextPosition`. */
  readonly resendFrom: number;
  /** Where the relay stood later than that, oldest first, so that a successor knows from where on it need not begin any more. */
  readonly marks: readonly RelayMark[];
}

export interface RelayMark {
  /** How long ago it was, in milliseconds. */
  readonly ageMs: number;
  /** At most `nextPosition`. */
  readonly position: number;
}

export interface RelayPositions {
  /** By partition; rows that are missing are made, at 0. */
  read(partitionCount: number): Promise<Map<number, RelayPosition>>;
  /**
   * `lost`: the lease is another's by now, and nothing was written. `went_back`: a row does not stand where the holder of the
   * lease left it, and nothing was written: the database has lost commits.
   *
   * @param left the `nextPosition` of each partition as it was read or saved last
   */
  save(
    positions: ReadonlyMap<number, RelayPosition>,
    left: ReadonlyMap<number, number>,
    lease: HeldLease,
  ): Promise<'saved' | 'lost' | 'went_back'>;
}

interface HeldLease {
  readonly name: string;
  readonly holder: string;
}

const CREATE = `
  INSERT INTO relay_positions (topic, kafka_partition)
  SELECT $1, kafka_partition FROM generate_series(0, $2::int - 1) AS kafka_partition
  ON CONFLICT (topic, kafka_partition) DO NOTHING`;

const READ = `
  SELECT kafka_partition, next_position, resend_from, marks,
    extract(epoch FROM clock_timestamp() - updated_at)::float8 * 1000 AS saved_ago_ms
  FROM relay_positions WHERE topic = $1`;

// The lease's row is locked: whoever takes the lease afterwards reads what was saved.
const SAVE = `
  WITH held AS (SELECT FROM leases WHERE name = $5 AND holder = $6 FOR SHARE),
  p AS (
    SELECT * FROM unnest($2::int[], $3::bigint[], $4::bigint[], $7::bigint[], $8::jsonb[])
      AS p (kafka_partition, next_position, resend_from, left_at, marks)
  ),
  moved AS (
    SELECT FROM p JOIN relay_positions AS r USING (kafka_partition) WHERE r.topic = $1 AND r.next_position <> p.left_at
  ),
  saved AS (
    UPDATE relay_positions AS r
    SET next_position = p.next_position, resend_from = p.resend_from, marks = p.marks, updated_at = clock_timestamp()
    FROM p
    WHERE r.topic = $1 AND r.kafka_partition = p.kafka_partition
      AND EXISTS (SELECT FROM held) AND NOT EXISTS (SELECT FROM moved)
  )
  SELECT (SELECT count(*) FROM held) AS held, (SELECT count(*) FROM moved) AS moved`;

/** With the age as it was when the row was saved. */
type StoredMark = readonly [ageMs: number, position: number];

interface Row {
  readonly kafka_partition: number;
  readonly next_position: number;
  readonly resend_from: number;
  /** As JSON text. */
  readonly marks: string;
  readonly saved_ago_ms: number;
}

/** @param topic that is published to; another one has positions of its own */
export function createRelayPositions(pool: Queryable, topic: string): RelayPositions {
  return {
    async read(partitionCount) {
      await pool.query(CREATE, [topic, partitionCount]);
      const { rows } = await pool.query<Row>(READ, [topic]);
      return new Map(
        rows.map((row) => [
          row.kafka_partition,
          {
            nextPosition: row.next_position,
            resendFrom: row.resend_from,
            marks: (JSON.parse(row.marks) as StoredMark[]).map(([ageMs, position]) => ({
              ageMs: ageMs + row.saved_ago_ms,
              position,
            })),
          },
        ]),
      );
    },
    async save(positions, left, { name, holder }) {
      const values = [...positions.values()];
      const { rows } = await pool.query<{ held: number; moved: number }>({
        name: 'save_relay_positions',
        text: SAVE,
        values: [
          topic,
          [...positions.keys()],
          values.map(({ nextPosition }) => nextPosition),
          values.map(({ resendFrom }) => resendFrom),
          name,
          holder,
          [...positions.keys()].map((partition) => left.get(partition) ?? 0),
          values.map(({ marks }) =>
            JSON.stringify(marks.map(({ ageMs, position }) => [Math.round(ageMs), position])),
          ),
        ],
      });
      if (rows[0]?.held !== 1) return 'lost';
      return rows[0].moved === 0 ? 'saved' : 'went_back';
    },
  };
}
