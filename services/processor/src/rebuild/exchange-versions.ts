import { setTimeout as wait } from 'node:timers/promises';
import type { Queryable } from '@taskfold/database';
import { backoff } from '@taskfold/runtime';

/** Shorter than `deadlock_timeout`, one second by default: so it is never a reader that is ended. */
const LOCK_TIMEOUT_MS = 500;
/** Some five seconds in all: nothing is folded meanwhile. */
const ATTEMPTS = 8;
const RETRY = { baseMs: 20, maxMs: 200 } as const;
const LOCK_NOT_AVAILABLE = '55P03';
const DEADLOCK = '40P01';

/**
 * Lets the live task tables and the standby change places. They are locked one after the other, and readers lock them in the
 * order of their statements: where one has what this needs and waits for what this has, this lets go of all and tries again.
 * While it waits for one of them, no new reader gets in: that is why it does not wait for long.
 *
 * @param client in a transaction, which may go on afterwards with its time limits as they were
 * @throws when a reader holds the tables for longer than some five seconds
 */
export async function exchangeVersions(client: Queryable): Promise<void> {
  const { rows } = await client.query<{ limit: string }>(`SELECT current_setting('lock_timeout') AS limit`);
  const setLimit = (limit: string) => client.query("SELECT set_config('lock_timeout', $1, true)", [limit]);
  for (let attempt = 0; ; attempt++) {
    await client.query('SAVEPOINT before_exchange');
    try {
      await setLimit(`${LOCK_TIMEOUT_MS}ms`);
      await client.query('SELECT taskfold_exchange_versions()');
      await setLimit(rows[0]?.limit ?? '0');
      await client.query('RELEASE SAVEPOINT before_exchange');
      return;
    } catch (error) {
      if (!isLockFailure(error) || attempt === ATTEMPTS) throw error;
      // The limit goes back with it, and so do the locks.
      await client.query('ROLLBACK TO SAVEPOINT before_exchange');
      await client.query('RELEASE SAVEPOINT before_exchange');
      await wait(backoff({ attempt, ...RETRY }));
    }
  }
}

function isLockFailure(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === LOCK_NOT_AVAILABLE || code === DEADLOCK;
}
