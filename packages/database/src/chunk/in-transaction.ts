import type { Pool, PoolClient } from 'pg';

/**
 * Runs `work` between BEGIN and COMMIT on a connection of its own. Rolls back where it throws, or where its result is not
 * `applied`. A COMMIT whose outcome is unknown rejects like any other failure.
 *
 * @param begin another statement to begin with, such as one that names an isolation level
 */
export async function inTransaction<Result extends { readonly kind: string }>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
  begin = 'BEGIN',
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection that breaks between two statements has nobody else who listens.
  const onError = (error: Error) => {
    broken ??= error;
  };
  client.on('error', onError);
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query(result.kind === 'applied' ? 'COMMIT' : 'ROLLBACK');
    return result;
  } catch (error) {
    // Of a connection whose transaction failed nothing is known: it is closed, which rolls back.
    broken ??= error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}
