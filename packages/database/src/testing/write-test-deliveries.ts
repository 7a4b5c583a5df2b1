import type { Pool } from 'pg';
import type { TaskChange } from '../chunk/entries.ts';
import { inTransaction } from '../chunk/in-transaction.ts';
import { runStatements } from '../chunk/statement.ts';
import { writeDeliveries } from '../chunk/write-deliveries.ts';

/** Writes the deliveries of a chunk that changes these tasks, and nothing else of it. */
export async function writeTestDeliveries(
  pool: Pool,
  tasks: readonly TaskChange[],
  partition = 0,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await runStatements(client, writeDeliveries(partition, tasks));
    return { kind: 'applied' };
  });
}
