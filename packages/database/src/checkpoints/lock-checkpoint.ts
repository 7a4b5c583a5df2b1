import type { ClientBase } from 'pg';
import type { Queryable } from '../pools/create-pool.ts';
import type { CheckpointKey } from './checkpoint-key.ts';

export type LockedCheckpoint =
  | {
      readonly kind: 'found';
      /** Offset of the first record that is not folded. */
      readonly nextOffset: number;
      /** Position that the partition's next change gets. */
      readonly nextPosition: number;
      /** Token of the process that wrote the row last; null before the first. */
      readonly writer: string | null;
      /** The last record folded, its hash in hexadecimal; null before the first. */
      readonly lastRecord: { readonly offset: number; readonly hash: string } | null;
      readonly partitionCount: number;
    }
  /** {@link createCheckpoints} was never called for it. */
  | { readonly kind: 'missing' };

interface Row {
  readonly next_offset: number;
  readonly next_position: number;
  readonly writer: string | null;
  readonly last_record_offset: number | null;
  readonly last_record_hash: string | null;
  readonly partition_count: number;
}

const COLUMNS = `next_offset, next_position, writer, last_record_offset, encode(last_record_hash, 'hex') AS last_record_hash,
  partition_count`;
const BY_KEY = 'FROM checkpoints WHERE projection = $1 AND topic = $2 AND kafka_partition = $3';

/**
 * Waits for the row's lock and holds it until the transaction ends. What it returns is true until then: this is the
 * fence against a second processor that believes to own the partition.
 *
 * @param client in a transaction
 */
export async function lockCheckpoint(client: ClientBase, key: CheckpointKey): Promise<LockedCheckpoint> {
  return await select(client, 'lock_checkpoint', `SELECT ${COLUMNS} ${BY_KEY} FOR UPDATE`, key);
}

/** The row as it is committed, without waiting for anybody. */
export async function readCheckpoint(client: Queryable, key: CheckpointKey): Promise<LockedCheckpoint> {
  return await select(client, 'read_checkpoint', `SELECT ${COLUMNS} ${BY_KEY}`, key);
}

async function select(
  client: Queryable,
  name: string,
  text: string,
  { projection, topic, partition }: CheckpointKey,
): Promise<LockedCheckpoint> {
  const { rows } = await client.query<Row>({ name, text, values: [projection, topic, partition] });
  const [row] = rows;
  if (row === undefined) return { kind: 'missing' };
  return {
    kind: 'found',
    nextOffset: row.next_offset,
    nextPosition: row.next_position,
    writer: row.writer,
    lastRecord: lastRecordOf(row),
    partitionCount: row.partition_count,
  };
}

function lastRecordOf({ last_record_offset: offset, last_record_hash: hash }: Row) {
  return offset === null || hash === null ? null : { offset, hash };
}
