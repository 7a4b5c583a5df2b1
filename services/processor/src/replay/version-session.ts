import type { Instant } from '@taskfold/contract';
import {
  createReplayStore,
  inTransaction,
  type MonthKeeper,
  type Pool,
  type ProjectionOf,
  replayStoreWithin,
} from '@taskfold/database';
import type { Logger } from '@taskfold/runtime';
import { alignVersion } from './align-version.ts';
import { settleDifferences, suspectDifferences } from './compare-versions.ts';
import type { ReplayConfig } from './config.ts';
import { type Connections, openConnections } from './connections.ts';
import { holdLiveCheckpoints, readLiveCheckpoints, recordsApart } from './live-checkpoints.ts';
import { standOf } from './preconditions.ts';
import { prepareVersion } from './prepare-version.ts';
import { progressOf, type ReplayProgress, sum, telling } from './progress.ts';
import { Refusal } from './refusal.ts';
import type { Offsets, Replayer } from './replayer.ts';
import { replayerOf } from './replayer-of.ts';
import { skippedOffsets } from './skipped-offsets.ts';
import { createVersionKeeper, indexVersion, type Version } from './version.ts';

type Client = Parameters<Parameters<typeof inTransaction>[1]>[0];

export interface SessionOptions {
  readonly config: ReplayConfig;
  readonly version: Version;
  /** As in {@link createReplayStore}. */
  readonly timelineFrom: Instant | null;
  /** What another process left of the version is dropped first. */
  readonly anew?: boolean;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ReplayProgress) => void;
  readonly onStep: (text: string) => void;
}

/** A version of the task tables, being folded by this process. */
export interface VersionSession {
  /** Folds what the live version has folded, until little is left that it folded meanwhile. */
  catchUp(): Promise<void>;
  /** Builds the indexes that the live tables have, and which a replay is quicker without. */
  index(): Promise<void>;
  /** Notes which tasks may differ, from now on. To be called when it has caught up. */
  suspect(): Promise<void>;
  /**
   * Folds the rest while the live version is seen as it stands still, and decides which tasks differ.
   *
   * @param how `seen`: in a snapshot, disturbing nobody. `held`: whoever folds the live version waits until the end
   * @param then in the same transaction, given how many tasks differ
   */
  settle<Result>(
    how: 'seen' | 'held',
    then: (client: Client, differing: number) => Promise<Result>,
  ): Promise<Result>;
  close(): Promise<void>;
}

/** Records that may be left for the moment in which the live version stands still. */
const SMALL_REST = 2000;
/** More than this would hold up whoever folds the live version for seconds. */
const LARGEST_REST = 50_000;

/**
 * Opens a version for one process at a time, making it where it is missing.
 *
 * @throws Refusal where the log does not reach back to its beginning, or another process has the version
 */
export async function openVersion(options: SessionOptions): Promise<VersionSession> {
  const { config, version, timelineFrom, logger } = options;
  const connections = openConnections(config, version, logger);
  try {
    const fault = await connections.pathFault();
    if (fault !== null) throw new Refusal(fault);
    await connections.kafka.requireConnection();
    const live = { projection: config.PROJECTION, topic: config.TOPIC_EVENTS };
    const partitionCount = await prepareVersion(connections, {
      live,
      partitioner: config.PARTITIONER,
      version,
      withTimeline: timelineFrom !== null,
      anew: options.anew === true,
    });
    const started = await standOf(connections.comparePool, live, version);
    const keeper = await keeperOf(connections.comparePool, options);
    const { kafka, comparePool } = connections;
    const { topic } = live;
    const replayer = replayerOf(config, {
      kafka,
      topic,
      groupId: `${config.KAFKA_GROUP_ID}-${version}`,
      partitionCount,
      keeper,
      skipped: (partition, first, last) => skippedOffsets(comparePool, { topic, partition, first, last }),
      offsets: started,
      signal: options.signal,
    });
    connections.onClose(() => replayer.close());
    return createSession(options, connections, { live, started, replayer });
  } catch (error) {
    await connections.close();
    throw error;
  }
}

/** The months that the last events may fall in are there from the beginning: within a transaction none can be made. */
export async function keeperOf(
  pool: Pool,
  { version, timelineFrom }: Pick<SessionOptions, 'version' | 'timelineFrom'>,
): Promise<MonthKeeper> {
  if (timelineFrom === null) return { ensure: async () => {} };
  const keeper = createVersionKeeper(pool, version);
  const now = new Date();
  const nextMonth = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
  await keeper.ensure([now, nextMonth].map((date) => date.toISOString() as Instant));
  return keeper;
}

function createSession(
  { version, timelineFrom, signal, onProgress, onStep }: SessionOptions,
  { comparePool, replayPool, close }: Connections,
  {
    live,
    started,
    replayer,
  }: { readonly live: ProjectionOf; readonly started: Offsets; readonly replayer: Replayer },
): VersionSession {
  let tracking = false;
  const storeOptions = { ...live, timelineFrom, isTracking: () => tracking };
  const store = createReplayStore(replayPool, storeOptions);
  const startedAt = performance.now();
  const progress = (bounds: Offsets) =>
    onProgress(progressOf(started, replayer.offsets(), bounds, performance.now() - startedAt));

  return {
    async catchUp() {
      for (let before = Number.POSITIVE_INFINITY; ; ) {
        const bounds = await readLiveCheckpoints(comparePool, live);
        const rest = sum(bounds) - sum(replayer.offsets());
        if (rest < 0) throw new Refusal('The live version stands below this one. Drop it and start again.');
        // Under load each round leaves a rest, which the next one does not make smaller any more.
        if (before !== Number.POSITIVE_INFINITY && (rest <= SMALL_REST || rest > before / 2)) return;
        before = rest;
        await telling(
          () => progress(bounds),
          () => replayer.replayTo(bounds, store),
        );
      }
    },
    async index() {
      onStep('building the indexes');
      await indexVersion(comparePool, version);
    },
    async suspect() {
      await alignVersion(comparePool);
      tracking = true;
      let compared = 0;
      onStep('comparing the tasks');
      for await (const tasks of suspectDifferences(comparePool)) {
        signal.throwIfAborted();
        compared += tasks;
        if (compared % 100_000 === 0) onStep(`comparing the tasks: ${compared}`);
      }
    },
    async settle(how, then) {
      const outcome = await inTransaction(
        comparePool,
        async (client) => {
          const rest =
            how === 'seen'
              ? await readLiveCheckpoints(client, live)
              : await holdLiveCheckpoints(client, live);
          if (how === 'held' && sum(rest) - sum(replayer.offsets()) > LARGEST_REST) {
            throw new Refusal(
              'The live version moves on faster than this one catches up. Nothing was swapped. Try again when fewer events come.',
            );
          }
          await replayer.replayTo(rest, replayStoreWithin(client, storeOptions));
          const apart = await recordsApart(client, live);
          if (apart.length > 0) {
            throw new Refusal(
              `The records last folded in partitions ${apart.join(', ')} are not those of the log: the topic was made anew.`,
            );
          }
          await alignVersion(client);
          return { kind: 'applied', result: await then(client, await settleDifferences(client)) };
        },
        how === 'seen' ? 'BEGIN ISOLATION LEVEL REPEATABLE READ' : "BEGIN; SET LOCAL lock_timeout = '5s'",
      );
      return outcome.result;
    },
    close,
  };
}
