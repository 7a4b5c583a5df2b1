import { listRebuildsQuery, OPERATOR_OPERATIONS, toWireTimeOrNull } from '@taskfold/contract';
import type { Route } from '../http/route.ts';
import { readQuery } from '../query/read-query.ts';
import type { RebuildInfo } from './list-rebuilds.ts';
import { operatorRoute } from './operator-route.ts';

export interface RebuildReader {
  /** The newest first. */
  rebuilds(limit: number): Promise<readonly RebuildInfo[]>;
}

/** `GET /operator/rebuilds`: the last rebuilds and how far they came. Begun, swapped and rolled back by the command alone. */
export function rebuildsRoute({ rebuilds }: RebuildReader): Route {
  return operatorRoute(OPERATOR_OPERATIONS.listRebuilds, async ({ url }) => {
    const { limit } = readQuery(listRebuildsQuery, url);
    return { object: 'list', data: (await rebuilds(limit)).map(shown) };
  });
}

function shown(rebuild: RebuildInfo) {
  return {
    object: 'rebuild',
    rebuild_id: rebuild.rebuildId,
    projection: rebuild.projection,
    topic: rebuild.topic,
    state: rebuild.state,
    started_at: toWireTimeOrNull(rebuild.startedAt),
    ready_at: toWireTimeOrNull(rebuild.readyAt),
    swapped_at: toWireTimeOrNull(rebuild.swappedAt),
    rolled_back_at: toWireTimeOrNull(rebuild.rolledBackAt),
    dropped_at: toWireTimeOrNull(rebuild.droppedAt),
    corrected_tasks: rebuild.correctedTasks,
    progress: rebuild.progress,
  };
}
