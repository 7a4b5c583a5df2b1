import type { TestApi } from './api-on-database.ts';

/**
 * Takes a table from everybody else, as if what reads it were slow.
 *
 * @returns when it is taken: gives it back
 */
export async function lockTable(api: Pick<TestApi, 'sql'>, table: string): Promise<() => Promise<void>> {
  await api.sql('CREATE TABLE held ()');
  const locked = api.sql(`DO $$ BEGIN
    LOCK TABLE ${table};
    WHILE EXISTS (SELECT FROM pg_tables WHERE tablename = 'held') LOOP
      PERFORM pg_sleep(0.01);
    END LOOP;
  END $$`);
  await api.sql(`DO $$ BEGIN
    WHILE NOT EXISTS (SELECT FROM pg_locks
      WHERE relation = '${table}'::regclass AND mode = 'AccessExclusiveLock' AND granted) LOOP
      PERFORM pg_sleep(0.01);
    END LOOP;
  END $$`);
  return async () => {
    await api.sql('DROP TABLE held');
    await locked;
  };
}
