import { createPool } from '@taskfold/database';
import { onTestFinished } from 'vitest';

interface DatabaseAway {
  back(): Promise<void>;
}

/** Gives a database another name, so that nobody finds it, and ends every connection to it, until it is back: at the end of the test at the latest. */
export async function takeAwayDatabase(databaseUrl: string): Promise<DatabaseAway> {
  const name = new URL(databaseUrl).pathname.slice(1);
  const hidden = `${name}_away`;
  const beside = Object.assign(new URL(databaseUrl), { pathname: '/postgres' });
  const pool = createPool({ url: beside.href, applicationName: 'test', max: 1 });
  let isAway = false;
  const back = async () => {
    if (isAway) await pool.query(`ALTER DATABASE "${hidden}" RENAME TO "${name}"`);
    isAway = false;
  };
  onTestFinished(async () => {
    await back();
    await pool.end();
  });
  // Nobody may come in between, for a database in use keeps its name.
  await pool.query(`ALTER DATABASE "${name}" WITH ALLOW_CONNECTIONS false`);
  await pool.query('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1', [name]);
  await pool.query(`ALTER DATABASE "${name}" RENAME TO "${hidden}"`);
  isAway = true;
  await pool.query(`ALTER DATABASE "${hidden}" WITH ALLOW_CONNECTIONS true`);
  return { back };
}
