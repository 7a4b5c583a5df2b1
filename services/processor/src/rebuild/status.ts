import type { ReplayConfig } from '../replay/config.ts';
import { readLiveCheckpoints } from '../replay/live-checkpoints.ts';
import { standOf } from '../replay/preconditions.ts';
import { STANDBY, versionExists } from '../replay/version.ts';
import { withPool } from './rebuild.ts';
import { currentRebuild, type Rebuild } from './rebuilds.ts';

export interface RebuildStatus extends Rebuild {
  /** How far the standby is, by partition, in offsets; null where the standby is not there. */
  readonly partitions:
    | readonly { readonly partition: number; readonly folded: number; readonly live: number }[]
    | null;
}

/** The rebuild that there is, and how far it is; null where there is none. Disturbs nobody. */
export async function readRebuildStatus(config: ReplayConfig): Promise<RebuildStatus | null> {
  return await withPool(config, async (pool) => {
    const rebuild = await currentRebuild(pool);
    if (rebuild === null) return null;
    if (!(await versionExists(pool, STANDBY))) return { ...rebuild, partitions: null };
    const live = await readLiveCheckpoints(pool, rebuild);
    const standby = await standOf(pool, rebuild, STANDBY);
    return {
      ...rebuild,
      partitions: [...live].map(([partition, next]) => ({
        partition,
        folded: standby.get(partition) ?? 0,
        live: next,
      })),
    };
  });
}
