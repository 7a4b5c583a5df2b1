import { createPool, directAddress } from '@taskfold/database';
import { type Difference, listDifferences } from '../replay/compare-versions.ts';
import { dropVersion } from '../replay/version.ts';
import { openVersion, type SessionOptions } from '../replay/version-session.ts';

export interface Verification {
  /** How many tasks differ. */
  readonly count: number;
  /** The first of them. */
  readonly differences: readonly Difference[];
}

/**
 * Folds the log from its beginning into tables of its own, compares them with the live ones row by row and drops them. The
 * live tables are only read, and whoever folds goes on meanwhile.
 *
 * @param limit how many differences are listed
 * @throws Refusal where the log cannot tell
 */
export async function verify(
  options: Omit<SessionOptions, 'version' | 'timelineFrom'>,
  limit: number,
): Promise<Verification> {
  const { config, logger } = options;
  const pool = createPool({
    ...directAddress(config),
    ...(config.DATABASE_ROLE === 'none' ? {} : { role: config.DATABASE_ROLE }),
    max: 1,
    applicationName: 'taskfold-verify',
    logger,
  });
  const version = 'taskfold_verify';
  try {
    const session = await openVersion({ ...options, version, timelineFrom: null, anew: true });
    try {
      await session.catchUp();
      await session.index();
      await session.suspect();
      await session.catchUp();
      return await session.settle('seen', async (client, count) => ({
        count,
        differences: await listDifferences(client, limit),
      }));
    } finally {
      await session.close();
      await dropVersion(pool, version);
    }
  } finally {
    await pool.end();
  }
}
