import type { Instant } from '@taskfold/contract';
import { instantOf, instantOrNull, type Prisma } from '@taskfold/database';

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
}

/** The last rebuilds, the newest first. */
export async function listRebuilds(prisma: Prisma, limit: number): Promise<RebuildInfo[]> {
  const rows = await prisma.rebuild.findMany({ orderBy: { rebuildId: 'desc' }, take: limit });
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
  }));
}
