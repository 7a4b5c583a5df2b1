import { createCheckpoints, createReplayStore } from '@taskfold/database';
import type { Rebuild } from '../rebuild/rebuilds.ts';
import type { ReplayConfig } from '../replay/config.ts';
import type { Connections } from '../replay/connections.ts';
import { standOf } from '../replay/preconditions.ts';
import { progressOf, type ReplayProgress, telling } from '../replay/progress.ts';
import { Refusal } from '../replay/refusal.ts';
import { replayerOf } from '../replay/replayer-of.ts';
import { indexVersion, STANDBY } from '../replay/version.ts';
import { keeperOf } from '../replay/version-session.ts';

export interface FoldCopyOptions {
  readonly config: ReplayConfig;
  readonly connections: Connections;
  readonly rebuild: Rebuild;
  readonly target: string;
  readonly targetCount: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ReplayProgress) => void;
}

/** Folds the copy up to its present end into the standby, or goes on with that. @throws Refusal where a record cannot be folded */
export async function foldCopy(options: FoldCopyOptions): Promise<void> {
  const { config, connections, rebuild, target, targetCount, signal, onProgress } = options;
  const { comparePool, replayPool, kafka } = connections;
  const live = { projection: config.PROJECTION, topic: target };
  const partitioner = config.PARTITIONER;
  const created = await createCheckpoints(comparePool, { ...live, partitionCount: targetCount, partitioner });
  if (created.kind !== 'ready')
    throw new Refusal(`${target} is not what the standby was begun with. Drop it and start again.`);
  const started = await standOf(comparePool, live, STANDBY);
  const replayer = replayerOf(config, {
    kafka,
    topic: target,
    groupId: `${config.KAFKA_GROUP_ID}-${STANDBY}-${target}`,
    partitionCount: targetCount,
    keeper: await keeperOf(comparePool, { version: STANDBY, timelineFrom: rebuild.timelineFrom }),
    // Dead letters were not copied.
    skipped: async () => new Set(),
    offsets: started,
    signal,
  });
  const ends = await kafka.admin().stableOffsets(target);
  const begun = performance.now();
  const tell = () => onProgress(progressOf(started, replayer.offsets(), ends, performance.now() - begun));
  const timelineFrom = rebuild.timelineFrom;
  const store = createReplayStore(replayPool, { ...live, timelineFrom, isTracking: () => false });
  await telling(tell, () => replayer.replayTo(ends, store)).finally(() => replayer.close());
  await indexVersion(comparePool, STANDBY);
}
