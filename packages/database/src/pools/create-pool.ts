import pg from 'pg';
import { connectWithSentences, saidForPeople } from '../faults/connect-with-sentences.ts';
import { connectionUrl } from './database-url.ts';
import type { PoolOptions } from './pool-options.ts';
import { scopeTransactions } from './scope-transactions.ts';
import { scopeOf } from './scoped-query.ts';
import { sessionSettings } from './session-settings.ts';
import { TYPE_PARSERS } from './type-parsers.ts';

export type { DatabaseAddress, DatabaseVariable } from '../faults/place.ts';
export type { DatabaseRole, PoolOptions } from './pool-options.ts';

/** What a statement is asked by: a pool, or one connection of it. */
export type Queryable = Pick<pg.Pool, 'query'>;

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
