import { sleep } from '@taskfold/runtime';
import type pg from 'pg';

const KEY = "hashtextextended('taskfold_migrations', 0)";
const POLL_MS = 200;

/**
 * Waits until nobody else migrates this database. The lock belongs to the connection and ends with it, so it outlives
 * neither the process nor its network.
 *
 * @param onWait called once, when somebody else has it
 */
export async function lockMigrations(
  client: pg.Client,
  onWait: () => void,
  signal: AbortSignal,
): Promise<void> {
  for (let waited = false; ; waited = true) {
    const { rows } = await client.query<{ locked: boolean }>(`SELECT pg_try_advisory_lock(${KEY}) AS locked`);
    if (rows[0]?.locked === true) return;
    if (!waited) onWait();
    await sleep(POLL_MS, signal);
  }
}
