import type { Instant } from '@taskfold/contract';
import type { ProjectionOf, Queryable } from '@taskfold/database';

export type RebuildState = 'replaying' | 'ready' | 'swapped' | 'rolled_back' | 'dropped';

/** A row of `rebuilds`. */
export interface Rebuild extends ProjectionOf {
  readonly rebuildId: number;
  readonly state: RebuildState;
  readonly timelineFrom: Instant;
  readonly startedAt: Instant;
  readonly correctedTasks: number | null;
}

const COLUMNS = `rebuild_id AS "rebuildId", projection, topic, state, timeline_from AS "timelineFrom",
  started_at AS "startedAt", corrected_tasks AS "correctedTasks"`;

/** The rebuild whose standby exists, if there is one. */
export async function currentRebuild(client: Queryable): Promise<Rebuild | null> {
  const { rows } = await client.query<Rebuild>(
    `SELECT ${COLUMNS} FROM public.rebuilds WHERE state <> 'dropped' ORDER BY rebuild_id DESC LIMIT 1`,
  );
  return rows[0] ?? null;
}

/** Notes that one begins. Its timeline begins where that of the live version does: what retention dropped stays dropped. */
export async function beginRebuild(
  client: Queryable,
  { projection, topic }: Pick<Rebuild, 'projection' | 'topic'>,
): Promise<Rebuild> {
  const { rows } = await client.query<Rebuild>(
    `INSERT INTO public.rebuilds (projection, topic, timeline_from)
     SELECT $1, $2, coalesce(min(to_date(right(c.relname, 7), 'YYYY_MM')), now()) FROM pg_inherits i
     JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'public.timeline'::regclass
     RETURNING ${COLUMNS}`,
    [projection, topic],
  );
  const [rebuild] = rows;
  if (rebuild === undefined) throw new Error('the rebuild was not noted');
  return rebuild;
}

const NOTED_AT: Readonly<Record<Exclude<RebuildState, 'replaying'>, string>> = {
  ready: 'ready_at',
  swapped: 'swapped_at',
  rolled_back: 'rolled_back_at',
  dropped: 'dropped_at',
};

/** @param correctedTasks of a swap or a rollback */
export async function noteRebuild(
  client: Queryable,
  rebuildId: number,
  state: Exclude<RebuildState, 'replaying'>,
  correctedTasks: number | null = null,
): Promise<void> {
  await client.query(
    `UPDATE public.rebuilds SET state = $2, ${NOTED_AT[state]} = now(), corrected_tasks = coalesce($3, corrected_tasks)
     WHERE rebuild_id = $1`,
    [rebuildId, state, correctedTasks],
  );
}
