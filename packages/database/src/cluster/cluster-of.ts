import type { Queryable } from '../pools/create-pool.ts';

export interface ClusterOf {
  /** Of the cluster and the database in it; the same for a primary and its standbys. Null where the server does not tell. */
  readonly identity: string | null;
  readonly isStandby: boolean;
}

const SELECT = `SELECT pg_is_in_recovery() AS is_standby,
  (pg_control_system()).system_identifier || '/' || (SELECT oid FROM pg_database WHERE datname = current_database()) AS identity`;

/** Which database a pool is connected to. */
export async function clusterOf(pool: Queryable): Promise<ClusterOf> {
  const { rows } = await pool.query<{ readonly is_standby: boolean; readonly identity: string | null }>(
    SELECT,
  );
  return { identity: rows[0]?.identity ?? null, isStandby: rows[0]?.is_standby ?? false };
}
