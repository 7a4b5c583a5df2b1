import type { ClientBase } from 'pg';

/**
 * Keeps deliveries of a partition from being claimed, from now on: the log may tell of attempts that are not folded yet,
 * after a restore of all that were ever made. To be called before the partition is folded on, and undone with
 * {@link openGate} once it is folded up to where the log ended then.
 */
export async function closeGate(client: Pick<ClientBase, 'query'>, partition: number): Promise<void> {
  await client.query('INSERT INTO callback_gates (kafka_partition) VALUES ($1) ON CONFLICT DO NOTHING', [
    partition,
  ]);
}

/** Lets deliveries of a partition be claimed. */
export async function openGate(client: Pick<ClientBase, 'query'>, partition: number): Promise<void> {
  await client.query('DELETE FROM callback_gates WHERE kafka_partition = $1', [partition]);
}
