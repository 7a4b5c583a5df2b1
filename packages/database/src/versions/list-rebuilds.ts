import type { Instant } from '@taskfold/contract';
import type { Pool } from 'pg';
import type { RebuildState } from './rebuilds.ts';

/** A rebuild and when it came to where it is. */
export interface RebuildInfo {
  readonly rebuildId: number;
  readonly projection: string;
  readonly topic: string;
  readonly state: RebuildState;
  readonly startedAt: Instant;
  readonly readyAt: Instant | null;
  readonly swappedAt: Instant | null;
  readonly rolledBackAt: Instant | null;
  readonly droppedAt: Instant | null;
  readonly correctedTasks: number | null;
}

/** The last rebuilds, the newest first. */
export async function listRebuilds(pool: Pick<Pool, 'query'>, limit: number): Promise<RebuildInfo[]> {
  const { rows } = await pool.query<RebuildInfo>(
    `SELECT rebuild_id AS "rebuildId", projection, topic, state, started_at AS "startedAt", ready_at AS "readyAt",
       swapped_at AS "swappedAt", rolled_back_at AS "rolledBackAt", dropped_at AS "droppedAt",
       corrected_tasks AS "correctedTasks"
     FROM rebuilds ORDER BY rebuild_id DESC LIMIT $1`,
    [limit],
  );
  return rows;
}
