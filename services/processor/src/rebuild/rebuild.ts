import { createMonthKeeper, createPool, directAddress, type Pool } from '@taskfold/database';
import { type Difference, listDifferences } from '../replay/compare-versions.ts';
import type { ReplayConfig } from '../replay/config.ts';
import { takeExclusive } from '../replay/exclusive.ts';
import { Refusal } from '../replay/refusal.ts';
import { dropVersion, STANDBY, versionExists } from '../replay/version.ts';
import { openVersion, type SessionOptions, type VersionSession } from '../replay/version-session.ts';
import { beginRebuild, currentRebuild, noteRebuild, type Rebuild, type RebuildState } from './rebuilds.ts';
import { countSurplus, swapVersions } from './swap-versions.ts';

export type RebuildOptions = Omit<SessionOptions, 'version' | 'timelineFrom' | 'anew'>;

/**
 * Folds the log from its beginning into a second version of the task tables, or goes on where an earlier run ended, until
 * it has caught up with the live version.
 *
 * @throws Refusal where the log cannot tell, or a rebuild that was swapped is still there
 */
export async function startRebuild(options: RebuildOptions): Promise<void> {
  await withPool(options.config, async (pool) => {
    const live = { projection: options.config.PROJECTION, topic: options.config.TOPIC_EVENTS };
    const known = await currentRebuild(pool);
    const rebuild = known ?? (await beginRebuild(pool, live));
    mustBe(rebuild, ['replaying', 'ready'], 'Drop what is left of it first.');
    const replayed = withStandby(options, rebuild, async (session) => {
      await session.catchUp();
      await session.index();
      if (rebuild.state === 'replaying') await noteRebuild(pool, rebuild.rebuildId, 'ready');
    });
    await replayed.catch(async (error: unknown) => {
      // What was refused at once has left nothing to go on with.
      if (!(await versionExists(pool, STANDBY))) await noteRebuild(pool, rebuild.rebuildId, 'dropped');
      throw error;
    });
  });
}

/** Compares the standby with the live version row by row, changing neither for its readers. */
export async function compareRebuild(
  options: RebuildOptions,
  limit: number,
): Promise<{ readonly count: number; readonly differences: readonly Difference[] }> {
  return await withPool(options.config, async (pool) =>
    withStandby(options, await someRebuild(pool), async (session) => {
      await prepare(session);
      return await session.settle('seen', async (client, count) => ({
        count,
        differences: await listDifferences(client, limit),
      }));
    }),
  );
}

/** What a swap did. */
export interface Swapped {
  /** How many tasks had different rows. */
  readonly differing: number;
  /** How many of them readers see otherwise now: each has a higher revision, and a change that says so. */
  readonly corrected: number;
}

/**
 * Makes the standby live, in one transaction: by `swap` the new version, by `rollback` the old one again, which first catches
 * up. Readers and processors go on.
 *
 * @param allowSurplus whether tasks may vanish that the standby does not have
 * @throws Refusal where it would make tasks vanish, or is not the turn of this direction
 */
export async function swapRebuild(
  options: RebuildOptions,
  direction: 'swap' | 'rollback',
  allowSurplus = false,
): Promise<Swapped> {
  return await withPool(options.config, async (pool) => {
    const rebuild = await someRebuild(pool);
    if (direction === 'swap') mustBe(rebuild, ['ready', 'rolled_back'], 'Start it, and let it catch up.');
    else mustBe(rebuild, ['swapped'], 'There is nothing to roll back.');
    // The changes of corrections are written now.
    await createMonthKeeper(pool).ensure([]);
    return await withStandby(options, rebuild, async (session) => {
      await prepare(session);
      options.onStep('swapping');
      const swapped = session.settle('held', async (client, differing) => {
        const surplus = await countSurplus(client);
        if (surplus > 0 && !allowSurplus) {
          throw new Refusal(
            `${surplus} tasks that readers see now are not in the log and would vanish. Nothing was swapped. Look at them with compare; to let them go, add --allow-surplus.`,
          );
        }
        const corrected = await swapVersions(client, rebuild);
        const state = direction === 'swap' ? 'swapped' : 'rolled_back';
        await noteRebuild(client, rebuild.rebuildId, state, corrected);
        return { differing, corrected };
      });
      return await swapped.catch((error: unknown) => {
        throw refusalOf(error) ?? error;
      });
    });
  });
}

const LOCK_NOT_AVAILABLE = '55P03';
const NOT_IN_PREREQUISITE_STATE = '55000';

/** What PostgreSQL said in words of what to do, where it is nobody's fault. */
export function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof Error && 'code' in error)) return null;
  if (error.code === LOCK_NOT_AVAILABLE) {
    return new Refusal(
      'Somebody held the task tables or a checkpoint for more than 5 s, such as a long query or a backup. Nothing was swapped. Try again.',
    );
  }
  if (error.code === NOT_IN_PREREQUISITE_STATE) {
    return new Refusal(`Nothing was swapped: ${error.message}. Drop the standby and start again.`);
  }
  return null;
}

/** Drops the version that is not live, whichever it is. */
export async function dropRebuild(options: Pick<RebuildOptions, 'config'>): Promise<void> {
  await withPool(options.config, async (pool) => {
    const rebuild = await someRebuild(pool);
    const exclusive = await takeExclusive(pool, STANDBY);
    if (exclusive === null) throw new Refusal('Another process is at it. Wait for it, or stop it.');
    try {
      await dropVersion(pool, STANDBY);
      await noteRebuild(pool, rebuild.rebuildId, 'dropped');
    } finally {
      exclusive.letGo();
    }
  });
}

async function prepare(session: VersionSession): Promise<void> {
  await session.catchUp();
  await session.index();
  await session.suspect();
  await session.catchUp();
}

async function someRebuild(pool: Pool): Promise<Rebuild> {
  const rebuild = await currentRebuild(pool);
  if (rebuild === null) throw new Refusal('There is no rebuild. Start one.');
  return rebuild;
}

function mustBe(rebuild: Rebuild, states: readonly RebuildState[], advice: string): void {
  if (states.includes(rebuild.state)) return;
  throw new Refusal(`Rebuild ${rebuild.rebuildId} is ${rebuild.state.replace('_', ' ')}. ${advice}`);
}

async function withStandby<Result>(
  options: RebuildOptions,
  rebuild: Rebuild,
  work: (session: VersionSession) => Promise<Result>,
): Promise<Result> {
  const { config } = options;
  if (rebuild.projection !== config.PROJECTION || rebuild.topic !== config.TOPIC_EVENTS) {
    throw new Refusal(`The rebuild that is there is of ${rebuild.projection} from ${rebuild.topic}.`);
  }
  const session = await openVersion({ ...options, version: STANDBY, timelineFrom: rebuild.timelineFrom });
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** A pool whose tables are the live ones. */
export async function withPool<Result>(
  config: ReplayConfig,
  work: (pool: Pool) => Promise<Result>,
): Promise<Result> {
  const pool = createPool({
    ...directAddress(config),
    ...(config.DATABASE_ROLE === 'none' ? {} : { role: config.DATABASE_ROLE }),
    max: 2,
    applicationName: 'taskfold-rebuild',
    statementTimeoutMs: 0,
  });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}
