import type { Pool } from '@taskfold/database';

/** What the database holds of one partition for operators to read; no halt that its checkpoint has gone beyond. */
export interface PartitionNotes {
  readonly checkpoint: { readonly nextOffset: number } | null;
  readonly lag: {
    readonly seconds: number;
    readonly logEndOffset: number | null;
    readonly openTransactionSeconds: number;
  } | null;
  readonly halt: { readonly reason: string; readonly message: string; readonly haltedAt: string } | null;
}

const SELECT = `
  SELECT json_build_object(
    'checkpoint', (SELECT json_build_object('nextOffset', next_offset) FROM checkpoints c
      WHERE topic = $1 AND c.kafka_partition = p),
    'lag', (SELECT json_build_object('seconds', lag_seconds, 'logEndOffset', log_end_offset,
        'openTransactionSeconds', open_transaction_seconds) FROM projection_lag l
      WHERE topic = $1 AND l.kafka_partition = p),
    'halt', (SELECT json_build_object('reason', reason, 'message', message, 'haltedAt', halted_at) FROM partition_halts h
      WHERE topic = $1 AND h.kafka_partition = p AND NOT EXISTS (SELECT FROM checkpoints c
        WHERE c.topic = $1 AND c.kafka_partition = p AND c.next_offset > h.next_offset))
  ) AS notes
  FROM (
    SELECT kafka_partition FROM checkpoints WHERE topic = $1
    UNION SELECT kafka_partition FROM projection_lag WHERE topic = $1
    UNION SELECT kafka_partition FROM partition_halts WHERE topic = $1
  ) AS known (p) ORDER BY p`;

/** Of every partition of which anything is noted, in order. */
export async function partitionNotes(pool: Pool, topic: string): Promise<PartitionNotes[]> {
  const { rows } = await pool.query<{ readonly notes: string }>(SELECT, [topic]);
  return rows.map(({ notes }) => JSON.parse(notes) as PartitionNotes);
}
