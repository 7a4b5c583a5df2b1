import type { ClientBase } from 'pg';
import type { CheckpointKey } from './checkpoint-key.ts';

export interface CheckpointAdvance {
  readonly nextOffset: number;
  readonly nextPosition: number;
  readonly writer: string;
  /** The last record folded; null leaves the stored one. The hash is a SHA-256 in hexadecimal. */
  readonly lastRecord: { readonly offset: number; readonly hash: string } | null;
}

export type AdvancedCheckpoint =
  | { readonly kind: 'advanced' }
  /** The row is missing, or stands at or above the offset or above the position: nothing was written. */
  | { readonly kind: 'not_ahead' };

const ADVANCE = `
  UPDATE checkpoints
  SET next_offset = $4, next_position = $5, writer = $6,
    last_record_offset = coalesce($7, last_record_offset),
    last_record_hash = coalesce(decode($8, 'hex'), last_record_hash), updated_at = now()
  WHERE projection = $1 AND topic = $2 AND kafka_partition = $3 AND next_offset < $4 AND next_position <= $5`;

/**
 * Moves the row on; it never moves back.
 *
 * @param client in the transaction that locked the row
 */
export async function advanceCheckpoint(
  client: ClientBase,
  { projection, topic, partition }: CheckpointKey,
  { nextOffset, nextPosition, writer, lastRecord }: CheckpointAdvance,
): Promise<AdvancedCheckpoint> {
  const { rowCount } = await client.query({
    name: 'advance_checkpoint',
    text: ADVANCE,
    values: [
      projection,
      topic,
      partition,
      nextOffset,
      nextPosition,
      writer,
      lastRecord?.offset ?? null,
      lastRecord?.hash ?? null,
    ],
  });
  return { kind: rowCount === 1 ? 'advanced' : 'not_ahead' };
}
