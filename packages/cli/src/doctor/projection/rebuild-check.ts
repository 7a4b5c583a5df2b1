import { currentRebuild } from '@taskfold/processor/projection';
import { type Check, type Finding, warn } from '../check.ts';
import type { Database } from '../database/open-database.ts';

const NEXT = {
  replaying: [
    'is not whole',
    'Go on with it, or drop it: taskfold projection rebuild, taskfold projection drop',
  ],
  ready: [
    'is whole and not live',
    'Compare it, then swap or drop it: taskfold projection compare, swap, drop',
  ],
  swapped: [
    'was swapped, and the old version is still kept',
    'Drop it once nobody wants to go back: taskfold projection drop',
  ],
  rolled_back: ['was rolled back, and the new version is still kept', 'Drop it: taskfold projection drop'],
  dropped: ['is gone', ''],
} as const;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Whether a second version of the tables was left behind. */
export function rebuildCheck(database: () => Database): Check {
  return {
    id: 'projection.rebuild',
    title: 'Second version of the tables',
    page: 'docs/operations/rebuild.md',
    needs: ['database.connection'],
    async examine() {
      const rebuild = await currentRebuild(await database().pool());
      if (rebuild === null) return { summary: 'there is none' };
      const { rebuildId, state, startedAt } = rebuild;
      const [is, toDo] = NEXT[state];
      const isOld = Date.now() - Date.parse(startedAt) > DAY_MS;
      const found: readonly Finding[] = isOld
        ? [
            warn(
              `Rebuild ${rebuildId}, begun at ${startedAt.slice(0, 19)}Z, ${is}: it takes as much room as the live tables.`,
              toDo,
            ),
          ]
        : [];
      return { summary: `rebuild ${rebuildId} ${is}`, values: { rebuild }, findings: found };
    },
  };
}
