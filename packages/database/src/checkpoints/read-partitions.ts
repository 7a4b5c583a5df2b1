import type { Instant } from '@taskfold/contract';
import type { Queryable } from '../pools/create-pool.ts';
import type { ProjectionOf } from './checkpoint-key.ts';

/** Where one partition stands, as the database knows it. */
export interface PartitionState {
  readonly partition: number;
  /** How far it is folded; null where it has no checkpoint. */
  readonly checkpoint: {
    readonly nextOffset: number;
    readonly nextPosition: number;
    readonly lastRecordOffset: number | null;
    readonly updatedAt: Instant;
  } | null;
  /** What a processor noted last; null where none ever did. */
  readonly lag: {
    /** Offset that the next record of the log gets; null in notes that do not say it. */
    readonly logEndOffset: number | null;
    /** Age of the oldest record that is not folded, when it was noted. */
    readonly seconds: number;
    /** For how long an open transaction had held back what lies behind it, when it was noted; 0 where none did. */
    readonly openTransactionSeconds: number;
    readonly notedAt: Instant;
    /** Null in notes that do not say it. */
    readonly chunks: ChunkNotes | null;
    /** Age of the note by the database's clock, in seconds. */
    readonly noteAge: number;
  } | null;
  /** Null where it does not stand still. */
  readonly halt: { readonly reason: string; readonly message: string; readonly haltedAt: Instant } | null;
}

/** How long the chunks of the minute before took, from asking for a connection to their commit. */
export interface ChunkNotes {
  readonly written: number;
  /** Half of those that were written took this long or less; null where there were none. */
  readonly p50Seconds: number | null;
  /** The slowest of those that were written and those that failed; null where there were none. */
  readonly maxSeconds: number | null;
  /** How long the one that was being written had taken; 0 where none was. */
  readonly openSeconds: number;
}

interface Row {
  readonly kafka_partition: number;
  readonly next_offset: number | null;
  readonly next_position: number | null;
  readonly last_record_offset: number | null;
  readonly updated_at: Instant | null;
  readonly log_end_offset: number | null;
  readonly lag_seconds: number | null;
  readonly open_transaction_seconds: number | null;
  readonly says_chunks: boolean | null;
  readonly chunks_written: number | null;
  readonly chunk_p50_seconds: number | null;
  readonly chunk_max_seconds: number | null;
  readonly chunk_open_seconds: number | null;
  readonly noted_at: Instant | null;
  readonly note_age: number | null;
  readonly reason: string | null;
  readonly message: string | null;
  readonly halted_at: Instant | null;
}

// A checkpoint above the place of a halt is the work of a processor that went on and could not say so yet.
const SELECT = `
  WITH c AS (SELECT * FROM checkpoints WHERE projection = $1 AND topic = $2),
    l AS (SELECT * FROM projection_lag WHERE projection = $1 AND topic = $2),
    h AS (SELECT * FROM partition_halts WHERE projection = $1 AND topic = $2)
  SELECT kafka_partition, c.next_offset, c.next_position, c.last_record_offset, c.updated_at,
    l.log_end_offset, l.lag_seconds, l.open_transaction_seconds, l.noted_at, l.chunks_noted_at = l.noted_at AS says_chunks,
    l.chunks_written, l.chunk_p50_seconds, l.chunk_max_seconds, l.chunk_open_seconds,
    extract(epoch FROM clock_timestamp() - l.noted_at)::float8 AS note_age,
    h.reason, h.message, h.halted_at
  FROM c FULL JOIN l USING (kafka_partition)
  FULL JOIN (
    SELECT h.* FROM h LEFT JOIN c USING (kafka_partition) WHERE coalesce(c.next_offset <= h.next_offset, true)
  ) AS h USING (kafka_partition)
  ORDER BY kafka_partition`;

/** Every partition of which anything is known, in order. */
export async function readPartitions(
  pool: Queryable,
  { projection, topic }: ProjectionOf,
): Promise<PartitionState[]> {
  const { rows } = await pool.query<Row>(SELECT, [projection, topic]);
  return rows.map((row) => ({
    partition: row.kafka_partition,
    checkpoint: checkpointOf(row),
    lag: lagOf(row),
    halt: haltOf(row),
  }));
}

function checkpointOf(row: Row): PartitionState['checkpoint'] {
  const { next_offset: nextOffset, next_position: nextPosition, updated_at: updatedAt } = row;
  if (nextOffset === null || nextPosition === null || updatedAt === null) return null;
  return { nextOffset, nextPosition, lastRecordOffset: row.last_record_offset, updatedAt };
}

function lagOf(row: Row): PartitionState['lag'] {
  const { lag_seconds: seconds, noted_at: notedAt, note_age: noteAge } = row;
  if (seconds === null || notedAt === null || noteAge === null) return null;
  const openTransactionSeconds = row.open_transaction_seconds ?? 0;
  const { log_end_offset: logEndOffset } = row;
  return { logEndOffset, seconds, openTransactionSeconds, notedAt, chunks: chunksOf(row), noteAge };
}

/** An older version leaves the columns on chunks as they were, and then they are not of the note. */
function chunksOf(row: Row): ChunkNotes | null {
  if (row.says_chunks !== true) return null;
  return {
    written: row.chunks_written ?? 0,
    p50Seconds: row.chunk_p50_seconds,
    maxSeconds: row.chunk_max_seconds,
    openSeconds: row.chunk_open_seconds ?? 0,
  };
}

function haltOf({ reason, message, halted_at: haltedAt }: Row): PartitionState['halt'] {
  return reason === null || message === null || haltedAt === null ? null : { reason, message, haltedAt };
}
