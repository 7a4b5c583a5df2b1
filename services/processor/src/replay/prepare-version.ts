import { createCheckpoints, type ProjectionOf } from '@taskfold/database';
import type { Partitioner } from '@taskfold/kafka';
import type { Connections } from './connections.ts';
import { takeExclusive } from './exclusive.ts';
import { checkSources, checkWholeLog } from './preconditions.ts';
import { Refusal } from './refusal.ts';
import { columnsApart, createVersion, dropVersion, type Version, versionExists } from './version.ts';

export interface VersionToPrepare {
  readonly live: ProjectionOf;
  readonly partitioner: Partitioner;
  readonly version: Version;
  readonly withTimeline: boolean;
  /** What is left of an earlier one is dropped first. */
  readonly anew: boolean;
}

/**
 * Takes a version for this process alone, and makes it where it is missing.
 *
 * @returns how many partitions the topic has
 * @throws Refusal where the log does not reach back to its beginning, another process has the version, or the live tables
 * are no longer like it
 */
export async function prepareVersion(
  { comparePool, kafka, onClose }: Connections,
  { live, partitioner, version, withTimeline, anew }: VersionToPrepare,
): Promise<number> {
  const exclusive = await takeExclusive(comparePool, version);
  if (exclusive === null) throw new Refusal('Another process is at it. Wait for it, or stop it.');
  onClose(async () => exclusive.letGo());
  const { length: partitionCount } = await checkWholeLog(kafka.admin(), live.topic);
  await checkSources(comparePool, live);
  if (anew) await dropVersion(comparePool, version);
  if (await versionExists(comparePool, version)) {
    const apart = await columnsApart(comparePool, version);
    if (apart.length > 0) {
      throw new Refusal(
        `The task tables were migrated since this version was made (${apart.join(', ')}). Nothing was changed. Drop it and start again.`,
      );
    }
  } else {
    await createVersion(comparePool, version, withTimeline);
  }
  const created = await createCheckpoints(comparePool, { ...live, partitionCount, partitioner });
  if (created.kind === 'ready') return partitionCount;
  if (created.kind === 'moved')
    throw new Refusal(`${live.topic} was moved to ${created.to}: set TOPIC_EVENTS.`);
  throw new Refusal(
    created.kind === 'other_partition_count'
      ? `${live.topic} had ${created.storedCount} partitions, and has ${partitionCount} now.`
      : `PARTITIONER was ${created.storedPartitioner}, and is ${partitioner} now: set it as it was.`,
  );
}
