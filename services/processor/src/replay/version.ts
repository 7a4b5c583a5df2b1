import type { MonthKeeper, Queryable } from '@taskfold/database';

/**
 * A schema with task tables beside the live ones: the standby of a rebuild, or what verify folds and throws away. Both are
 * reached by a pool whose `schema` is this name, with the very statements that write the live tables.
 */
export type Version = 'taskfold_standby' | 'taskfold_verify';

/** The version that may become live. */
export const STANDBY = 'taskfold_standby' satisfies Version;

/** @param withTimeline without, the version can be compared but never become live */
export async function createVersion(pool: Queryable, version: Version, withTimeline: boolean): Promise<void> {
  await pool.query('SELECT taskfold_create_version($1, $2)', [version, withTimeline]);
}

export async function versionExists(pool: Queryable, version: Version): Promise<boolean> {
  const { rowCount } = await pool.query('SELECT FROM pg_namespace WHERE nspname = $1', [version]);
  return rowCount === 1;
}

/** Columns, as `table.column`, that only one of the live tables and the version has, or has with another type. */
export async function columnsApart(pool: Queryable, version: Version): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT c.relname || '.' || a.attname AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relname IN ('tasks', 'usage_records', 'ledger_entries') AND a.attnum > 0 AND NOT a.attisdropped
       AND c.relnamespace IN ('public'::regnamespace, $1::regnamespace)
     GROUP BY c.relname, a.attname HAVING count(*) <> 2 OR count(DISTINCT a.atttypid) <> 1 ORDER BY name`,
    [version],
  );
  return rows.map(({ name }) => name);
}

/** Makes the indexes that the live tables have, and collects statistics. Those that are there already cost nothing. */
export async function indexVersion(pool: Queryable, version: Version): Promise<void> {
  await pool.query('SELECT taskfold_index_version($1)', [version]);
}

/** Nothing happens where there is none. */
export async function dropVersion(pool: Queryable, version: Version): Promise<void> {
  await pool.query('SELECT taskfold_drop_version($1)', [version]);
}

/** Keeps the months of a version's timeline; to be called outside the transaction that needs them. */
export function createVersionKeeper(pool: Queryable, version: Version): MonthKeeper {
  const known = new Set<string>();
  return {
    async ensure(recordTimes) {
      for (const month of new Set(Array.from(recordTimes, (time) => time.slice(0, '2026-11'.length)))) {
        if (known.has(month)) continue;
        await pool.query(`SELECT taskfold_version_partition($1, ($2 || '-01')::date)`, [version, month]);
        known.add(month);
      }
    },
  };
}
