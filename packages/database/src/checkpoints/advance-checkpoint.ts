import type { ClientBase } from 'pg';
import type { CheckpointKey } from './checkpoint-key.ts';

export interface CheckpointAdvance {
  readonly nextOffset: number;
  readonly nextPosition: number;
  readonly writer: string;
  /** SHA-256 in hexadecimal; null leaves the stored one. */
  readonly lastRecordHash: string | null;
}

export type AdvancedCheckpoint =
  | { readonly kind: 'advanced' }
  /** The row is missing, or stands at or above the offset or above the position: nothing was written. */
  | { readonly kind: 'not_ahead' };

const ADVANCE = `
  UPDATE checkpoints
  SET next_offset = $4, next_position = $5, writer = $6,
    last_record_hash = coalesce(decode($7, 'hex'), last_record_hash), updated_at = now()
  WHERE projection = $1 AND topic = $2 AND kafka_partition = $3 AND next_offset < $4 AND next_position <= $5`;

/**
 * Moves the row on; it never moves back.
 *
 * @param client in the transaction that locked the row
 */
export async function advanceCheckpoint(
  client: ClientBase,
  { projection, topic, partition }: CheckpointKey,
  { nextOffset, nextPosition, writer, lastRecordHash }: CheckpointAdvance,
): Promise<AdvancedCheckpoint> {
  const { rowCount } = await client.query({
    name: 'advance_checkpoint',
    text: ADVANCE,
    values: [projection, topic, partition, nextOffset, nextPosition, writer, lastRecordHash],
  });
  return { kind: rowCount === 1 ? 'advanced' : 'not_ahead' };
}
