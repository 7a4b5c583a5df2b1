import { createPool, type Pool, type PoolOptions, type ProjectionOf } from '@taskfold/database';
import type { Logger } from '@taskfold/runtime';
import type { Config } from '../config.ts';
import { createReplica, type Replica } from './replica.ts';

export interface OpenReplicaOptions {
  readonly config: Config;
  /** What the connections to the primary have in common. */
  readonly common: Omit<PoolOptions, 'max'>;
  readonly primary: Pool;
  readonly of: ProjectionOf;
  readonly logger: Logger;
  readonly onRelease: (name: string, release: () => Promise<void>) => void;
}

/** A standby with its connections, as many as the primary has of each kind. */
export interface OpenReplica {
  readonly replica: Replica;
  readonly lookups: Pool;
  readonly queries: Pool;
}

/** Longer than that nobody waits for a connection, or for what is looked up by key: the primary is there. */
const LOOKUP_LIMIT_MS = 1000;

/** Null where DATABASE_REPLICA_URL is not set. Nothing connects before it is used. */
export function openReplica(options: OpenReplicaOptions): OpenReplica | null {
  const { config, common, primary, of, logger, onRelease } = options;
  const { DATABASE_REPLICA_URL: url, STATEMENT_TIMEOUT_MS: limitMs } = config;
  if (url === undefined) return null;
  const atReplica = {
    ...common,
    url,
    variable: 'DATABASE_REPLICA_URL' as const,
    connectTimeoutMs: LOOKUP_LIMIT_MS,
  };
  const lookups = createPool({
    ...atReplica,
    max: config.DATABASE_POOL_MAX,
    answerTimeoutMs: LOOKUP_LIMIT_MS,
    byKeyOnly: true,
  });
  onRelease('replica', () => lookups.end());
  const queries = createPool({ ...atReplica, max: config.QUERY_POOL_MAX, answerTimeoutMs: limitMs });
  onRelease('replica queries', () => queries.end());
  const refusesLogin = config.NODE_ENV === 'production';
  return {
    replica: createReplica({ primary, replica: lookups, of, refusesLogin, logger }),
    lookups,
    queries,
  };
}
