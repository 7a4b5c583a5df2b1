import { ConnectionFault } from '@taskfold/database';

/** What becomes of reads: of a replica that is not `used` nothing is asked, and the primary answers. */
type ReplicaUse = 'used' | 'starting' | 'behind' | 'away' | 'no_standby' | 'other_database' | 'unfit_login';

export interface ReplicaStanding {
  readonly use: ReplicaUse;
  /** A sentence for operators. */
  readonly reason: string;
}

export const STARTING: ReplicaStanding = { use: 'starting', reason: 'The replica was not looked at yet.' };

export const USED: ReplicaStanding = {
  use: 'used',
  reason: 'Reads go to the replica where it is as far as the primary.',
};

export function behind(ms: number | null): ReplicaStanding {
  const far = ms === null ? 'has not caught up yet' : `is ${(ms / 1000).toFixed(1)} s behind`;
  return { use: 'behind', reason: `The replica ${far}: the primary is read until it has caught up.` };
}

export function awayBy(error: unknown): ReplicaStanding {
  // A failure to connect is a sentence by itself.
  if (error instanceof ConnectionFault)
    return { use: 'away', reason: `${error.message} The primary is read meanwhile.` };
  const why = error instanceof Error ? error.message || error.name : 'no answer';
  return {
    use: 'away',
    reason: `The replica of DATABASE_REPLICA_URL does not answer (${why}): the primary is read meanwhile.`,
  };
}

export const NO_STANDBY: ReplicaStanding = {
  use: 'no_standby',
  reason:
    'The server of DATABASE_REPLICA_URL is no standby; it may have been promoted. It is not read: name one that follows the primary.',
};

export const OTHER_DATABASE: ReplicaStanding = {
  use: 'other_database',
  reason:
    'DATABASE_REPLICA_URL is of another cluster or database than DATABASE_URL. It is not read: name a standby of that server, with the same database.',
};

export const unfitLogin = (fault: string): ReplicaStanding => ({
  use: 'unfit_login',
  reason: `The replica is not read, because of its login. ${fault}`,
});
