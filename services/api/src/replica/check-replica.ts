import { setTimeout as delay } from 'node:timers/promises';
import type { Queryable } from '@taskfold/database';
import { loginFault, type ProjectionOf, readHeads } from '@taskfold/database';
import { clusterOf } from '@taskfold/database/operators';
import type { ReplicaLag } from './replica-lag.ts';
import {
  awayBy,
  behind,
  NO_STANDBY,
  OTHER_DATABASE,
  type ReplicaStanding,
  USED,
  unfitLogin,
} from './standing.ts';

export interface CheckReplicaOptions {
  readonly primary: Queryable;
  readonly replica: Queryable;
  readonly of: ProjectionOf;
  readonly lag: ReplicaLag;
  /** Whether a login that is no wall is a reason not to use it. */
  readonly refusesLogin: boolean;
  /** How far it may be behind, in milliseconds, and be used. */
  readonly behindMs: number;
}

const AGAIN_MS = 5;

/**
 * Looks once whether a replica may be asked: it answers, follows this very primary and keeps up with it.
 *
 * @throws what the primary fails with: then nothing is known
 */
export async function checkReplica(options: CheckReplicaOptions): Promise<ReplicaStanding> {
  const { primary, replica, of, lag, refusesLogin, behindMs } = options;
  const began = performance.now();
  const [own, wanted] = await Promise.all([clusterOf(primary), readHeads(primary, of)]);
  lag.onPrimary(wanted, began);
  try {
    const found = await clusterOf(replica);
    if (own.identity !== null && found.identity !== null && own.identity !== found.identity)
      return OTHER_DATABASE;
    const fault = refusesLogin ? await loginFault(replica) : null;
    if (fault !== null) return unfitLogin(fault);
    if (!found.isStandby) return NO_STANDBY;
    for (;;) {
      if (lag.onReplica(await readHeads(replica, of))) return USED;
      const now = performance.now();
      if (now - began > behindMs) return behind(lag.ms(now));
      await delay(AGAIN_MS);
    }
  } catch (error) {
    return awayBy(error);
  }
}
