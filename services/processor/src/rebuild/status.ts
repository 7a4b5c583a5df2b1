import type { ReplayConfig } from '../replay/config.ts';
import { readLiveCheckpoints } from '../replay/live-checkpoints.ts';
import { standOf } from '../replay/preconditions.ts';
import { group, sum } from '../replay/progress.ts';
import { versionExists } from '../replay/version.ts';
import { withPool } from './rebuild.ts';
import { currentRebuild } from './rebuilds.ts';

/** Lines that say what there is of a rebuild, and how far it is. Disturbs nobody. */
export async function describeRebuild(config: ReplayConfig): Promise<string[]> {
  return await withPool(config, async (pool) => {
    const rebuild = await currentRebuild(pool);
    if (rebuild === null) return ['There is no rebuild.'];
    const { rebuildId, projection, topic, state, startedAt, correctedTasks } = rebuild;
    const lines = [
      `Rebuild ${rebuildId} of ${projection} from ${topic}: ${state.replace('_', ' ')}, started ${startedAt.slice(0, 19)}Z`,
    ];
    if (correctedTasks !== null) lines.push(`Tasks corrected by the last swap: ${group(correctedTasks)}`);
    if (!(await versionExists(pool, 'taskfold_standby'))) return lines;
    const live = await readLiveCheckpoints(pool, rebuild);
    const standby = await standOf(pool, rebuild, 'taskfold_standby');
    for (const [partition, next] of live) {
      lines.push(`  partition ${partition}: ${group(standby.get(partition) ?? 0)} of ${group(next)} events`);
    }
    const left = Math.max(0, sum(live) - sum(standby));
    lines.push(`The standby is ${group(left)} events behind the live version.`);
    return lines;
  });
}
