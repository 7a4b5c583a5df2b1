import type { Logger } from '@taskfold/runtime';
import pg from 'pg';
import { connectWithSentences, saidForPeople } from '../faults/connect-with-sentences.ts';
import type { DatabaseAddress } from '../faults/place.ts';
import { connectionUrl } from './database-url.ts';
import { scopeTransactions } from './scope-transactions.ts';
import { scopeOf } from './scoped-query.ts';
import { sessionSettings } from './session-settings.ts';
import { TYPE_PARSERS } from './type-parsers.ts';

export type { DatabaseAddress, DatabaseVariable } from '../faults/place.ts';

/** What a statement is asked by: a pool, or one connection of it. */
export type Queryable = Pick<pg.Pool, 'query'>;

/** Roles that the migrations make. */
export type DatabaseRole = 'taskfold_api' | 'taskfold_processor';

export interface PoolOptions extends DatabaseAddress {
  /** What the connections may do; without it, all that the user of the URL may. That user must be a member of the role. */
  readonly role?: DatabaseRole;
  /** Most connections at a time; 10 by default. */
  readonly max?: number;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  /** Milliseconds after which the server gives up on a statement; 30,000 by default, 0 for never. */
  readonly statementTimeoutMs?: number;
  /** Milliseconds after which an answer is no longer waited for, and its connection given up; without it, no limit. */
  readonly answerTimeoutMs?: number;
  /** Milliseconds to wait for a connection; 5,000 by default. */
  readonly connectTimeoutMs?: number;
  /**
   * For statements that look rows up by their keys alone: plans never scan or hash a whole table, however small or stale
   * the statistics say it is.
   */
  readonly byKeyOnly?: boolean;
  /** Where tables are looked for before `public`: a version of the task tables that is not live. */
  readonly schema?: string;
  /** Whether COMMIT waits for the disk; it does by default. Without, the last moments before a crash may be lost. */
  readonly durable?: boolean;
  /** Hears of idle connections that broke; they are replaced by themselves. */
  readonly logger?: Pick<Logger, 'warn'>;
}

/**
 * A pool whose times, integers, decimals and JSON come out exactly (see {@link TYPE_PARSERS}). Nothing connects until the
 * first query. The caller ends it.
 */
export function createPool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({ ...connectionConfig(options), types: TYPE_PARSERS });
  if (options.pooler !== undefined) {
    const { general, limits } = sessionSettings(options);
    const scope = {
      scope: scopeOf([...general, ...limits]),
      describe: (error: Error) => saidForPeople(error, options),
      ...options.pooler,
    };
    pool.on('connect', (client) => scopeTransactions(client, scope));
  }
  connectWithSentences(pool, options);
  // Between being given out and being listened to by who asked for it, and between two statements, a connection that breaks would
  // end the process: a server that is killed says so right behind its last answer. The next statement fails by itself.
  pool.on('connect', (client) => client.on('error', () => {}));
  // An idle connection that breaks is no one's query: without a listener it would end the process.
  pool.on('error', (error) => options.logger?.warn({ err: error }, 'a database connection broke while idle'));
  return pool;
}

/** What `pg` needs to know to connect. A pooler takes no settings at the start, and would lose them. */
export function connectionConfig(options: PoolOptions): pg.PoolConfig {
  const { url, max = 10, applicationName, answerTimeoutMs, connectTimeoutMs = 5000, pooler } = options;
  const { general, limits } = sessionSettings(options);
  return {
    connectionString: connectionUrl(url),
    max,
    application_name: applicationName,
    ...(answerTimeoutMs === undefined ? {} : { query_timeout: answerTimeoutMs }),
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    ...(pooler === undefined && {
      options: [...general, ...limits]
        .map(([name, value]) => `-c ${name}=${value.replaceAll(' ', '\\ ')}`)
        .join(' '),
    }),
  };
}
