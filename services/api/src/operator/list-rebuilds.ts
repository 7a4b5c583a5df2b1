import type { Instant } from '@taskfold/contract';
import { instantOf, instantOrNull, type Prisma, type Queryable } from '@taskfold/database';

/** A rebuild and when it came to where it is. */
export interface RebuildInfo {
  readonly rebuildId: number;
  readonly projection: string;
  readonly topic: string;
  readonly state: string;
  readonly startedAt: Instant;
  readonly readyAt: Instant | null;
  readonly swappedAt: Instant | null;
  readonly rolledBackAt: Instant | null;
  readonly droppedAt: Instant | null;
  readonly correctedTasks: number | null;
  /** How far its second version is, in offsets of all partitions together; null before it begins, and once it was swapped. */
  readonly progress: { readonly folded: number; readonly live: number } | null;
}

// What was folded beyond the live version counts no more than that. Prisma knows no functions.
const PROGRESS = `
  SELECT coalesce(sum(least(coalesce(s.next_offset, 0), c.next_offset)), 0)::bigint AS folded, coalesce(sum(c.next_offset), 0)::bigint AS live
  FROM checkpoints AS c LEFT JOIN taskfold_standby_offsets($1, $2) AS s USING (kafka_partition)
  WHERE c.projection = $1 AND c.topic = $2 HAVING count(s.next_offset) > 0`;

/** The last rebuilds, the newest first. */
export async function listRebuilds(prisma: Prisma, pool: Queryable, limit: number): Promise<RebuildInfo[]> {
  const rows = await prisma.rebuild.findMany({ orderBy: { rebuildId: 'desc' }, take: limit });
  // There is one at most.
  const running = rows.find(({ state }) => state === 'replaying' || state === 'ready');
  const progress = running === undefined ? null : await readProgress(pool, running);
  return rows.map((row) => ({
    rebuildId: Number(row.rebuildId),
    projection: row.projection,
    topic: row.topic,
    state: row.state,
    startedAt: instantOf(row.startedAt),
    readyAt: instantOrNull(row.readyAt),
    swappedAt: instantOrNull(row.swappedAt),
    rolledBackAt: instantOrNull(row.rolledBackAt),
    droppedAt: instantOrNull(row.droppedAt),
    correctedTasks: row.correctedTasks === null ? null : Number(row.correctedTasks),
    progress: row === running ? progress : null,
  }));
}

async function readProgress(
  pool: Queryable,
  { projection, topic }: { readonly projection: string; readonly topic: string },
): Promise<RebuildInfo['progress']> {
  const { rows } = await pool.query<NonNullable<RebuildInfo['progress']>>(PROGRESS, [projection, topic]);
  return rows[0] ?? null;
}
