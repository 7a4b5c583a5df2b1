import type { Pool, ProjectionOf } from '@taskfold/database';
import type { LogAdmin } from '@taskfold/kafka';
import { otherSources, readLiveCheckpoints } from './live-checkpoints.ts';
import { Refusal } from './refusal.ts';
import type { Offsets } from './replayer.ts';
import type { Version } from './version.ts';

/**
 * @returns the partitions of the topic
 * @throws Refusal where one of them has lost its beginning
 */
export async function checkWholeLog(
  admin: LogAdmin,
  topic: string,
): Promise<readonly { readonly partition: number }[]> {
  const offsets = await admin.offsets(topic);
  const cut = offsets.filter(({ low }) => low > 0);
  if (cut.length === 0) return offsets;
  const starts = cut.map(({ partition, low }) => `partition ${partition} at ${low}`).join(', ');
  throw new Refusal(
    `The log of ${topic} does not start at offset 0 any more (${starts}): a fold of what is left would be wrong. Nothing was changed. Restore the topic; its retention must be unlimited.`,
  );
}

/** @throws Refusal where the task tables hold what this log does not tell */
export async function checkSources(pool: Pool, live: ProjectionOf): Promise<void> {
  if ((await readLiveCheckpoints(pool, live)).size === 0) {
    throw new Refusal(
      `No processor has folded ${live.topic} as the projection ${live.projection} yet. Check TOPIC_EVENTS and PROJECTION.`,
    );
  }
  const others = await otherSources(pool, live);
  if (others.length === 0) return;
  throw new Refusal(
    `The task tables also hold what was folded from elsewhere (${others.join(', ')}): the log of ${live.topic} alone does not tell what should be in them.`,
  );
}

/** How far a version is folded. */
export async function standOf(pool: Pool, live: ProjectionOf, version: Version): Promise<Offsets> {
  const { rows } = await pool.query<{ kafka_partition: number; next_offset: number }>(
    `SELECT kafka_partition, next_offset FROM ${version}.checkpoints WHERE projection = $1 AND topic = $2`,
    [live.projection, live.topic],
  );
  return new Map(rows.map(({ kafka_partition, next_offset }) => [kafka_partition, next_offset]));
}
