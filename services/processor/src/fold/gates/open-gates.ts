import type { Queryable } from '@taskfold/database';

// Deliveries of a partition are claimed only while its gate is open. The log may tell of attempts that are not folded yet:
// after a restore, of all that were ever made since the copy, and what was delivered must not be sent again.

/**
 * Lets deliveries of these partitions be claimed for so long. To be called, and renewed, by whoever has folded them up to
 * where the log ended when it was given the partition.
 *
 * @param holdMs milliseconds
 */
export async function openGates(
  client: Queryable,
  partitions: readonly number[],
  holdMs: number,
): Promise<void> {
  if (partitions.length === 0) return;
  await client.query({
    name: 'open_gates',
    text: `INSERT INTO callback_gates (kafka_partition, open_until)
      SELECT kafka_partition, now() + $2::int * interval '1 millisecond'
      FROM unnest($1::int[]) AS kafka_partition ORDER BY kafka_partition
      ON CONFLICT (kafka_partition) DO UPDATE SET open_until = excluded.open_until`,
    values: [partitions, holdMs],
  });
}

/** Keeps deliveries of a partition from being claimed, before it is folded on. */
export async function closeGate(client: Queryable, partition: number): Promise<void> {
  await client.query({
    name: 'close_gate',
    text: 'DELETE FROM callback_gates WHERE kafka_partition = $1',
    values: [partition],
  });
}
