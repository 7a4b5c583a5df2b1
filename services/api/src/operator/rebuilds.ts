import { toWireTimeOrNull } from '@taskfold/contract';
import { z } from 'zod';
import type { RebuildInfo } from './list-rebuilds.ts';
import { type OperatorRoute, readParameters } from './operator-route.ts';

export interface RebuildReader {
  /** The newest first. */
  rebuilds(limit: number): Promise<readonly RebuildInfo[]>;
}

const parameters = z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(20) });

/** `GET /operator/rebuilds`: the last rebuilds and how far they came. Begun, swapped and rolled back by the command alone. */
export function rebuildsRoute({ rebuilds }: RebuildReader): OperatorRoute {
  return {
    method: 'GET',
    template: '/operator/rebuilds',
    async handle({ query }) {
      const { limit } = readParameters(parameters, query);
      return { status: 200, body: { object: 'list', data: (await rebuilds(limit)).map(shown) } };
    },
  };
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
  };
}
