import type { Pool } from '@taskfold/database';

/** Held until it is let go, or its process ends. */
export interface Exclusive {
  letGo(): void;
}

/** Takes a lock of the whole database by name, on a connection of its own; null where another process has it. */
export async function takeExclusive(pool: Pool, name: string): Promise<Exclusive | null> {
  const client = await pool.connect();
  client.on('error', () => {});
  try {
    const { rows } = await client.query<{ taken: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken',
      [name],
    );
    if (rows[0]?.taken === true) return { letGo: () => client.release(true) };
    client.release();
    return null;
  } catch (error) {
    client.release(true);
    throw error;
  }
}
