import { randomBytes, randomInt } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { contractFault } from '../contract-steps/contract-fault.ts';
import { saidForPeople } from '../faults/connect-with-sentences.ts';
import { placeOf } from '../faults/place.ts';
import { createPool, type DatabaseAddress, type PoolOptions } from './create-pool.ts';
import { sessionFault } from './session-fault.ts';

export interface Paths {
  /** What most statements go by, as they do. */
  readonly pooled: PoolOptions;
  /** The way of what needs a session. */
  readonly direct: DatabaseAddress;
}

const HEARING_MS = 2000;

/**
 * Looks once at both ways to the database, with connections of its own: whether settings take, in statements and transactions;
 * whether the direct way keeps a session; whether both end in the same database; whether a pooler keeps named statements where
 * it is said to; and whether this version can live with what newer ones have made of the tables.
 *
 * @returns a sentence that names the variable and what to do; null where all is well
 * @throws ConnectionFault, or what the database says
 */
export async function pathFault({ pooled, direct }: Paths): Promise<string | null> {
  const options = { ...pooled, max: 2 };
  const { pooler: _, byKeyOnly: __, ...rest } = options;
  const directOptions: PoolOptions = { ...rest, ...direct };
  const pool = createPool(options);
  const directPool = createPool(directOptions);
  try {
    const fault = (await settingsFault(pool, options)) ?? (await sessionFault(directPool, directOptions));
    if (fault !== null) return fault;
    return (
      (await contractFault(pool)) ??
      (await hearingFault(directPool, direct)) ??
      (options.pooler === undefined ? null : await throughPooler(pool, directPool, options, direct))
    );
  } catch (error) {
    throw saidForPeople(error, pooled);
  } finally {
    await Promise.all([pool.end(), directPool.end()]);
  }
}

async function settingsFault(pool: Pool, options: PoolOptions): Promise<string | null> {
  const alone = await sessionFault(pool, options);
  if (alone !== null) return alone;
  return await withClient(pool, async (client) => {
    await client.query('BEGIN');
    const within = await sessionFault(client, options);
    await client.query('ROLLBACK');
    return within;
  });
}

/** Whether who listens hears: through a pooler of transactions nobody does. */
async function hearingFault(pool: Pool, direct: DatabaseAddress): Promise<string | null> {
  const channel = `taskfold_check_${randomBytes(8).toString('hex')}`;
  return await withClient(pool, async (listener) => {
    const heard = Promise.withResolvers<boolean>();
    listener.on('notification', () => heard.resolve(true));
    await listener.query(`LISTEN ${channel}`);
    await pool.query(`NOTIFY ${channel}`);
    const timer = setTimeout(() => heard.resolve(false), HEARING_MS);
    const hears = await heard.promise;
    clearTimeout(timer);
    if (hears) return null;
    // A listener that was cut meanwhile hears nothing either, and fails here.
    await listener.query('SELECT 1');
    const { where, variable } = placeOf(direct);
    return variable === 'DATABASE_DIRECT_URL'
      ? `DATABASE_DIRECT_URL leads to a pooler at ${where} that keeps no sessions: set it to PostgreSQL itself.`
      : `${variable} leads to a pooler at ${where} that keeps no sessions: leave it so, and set DATABASE_DIRECT_URL to PostgreSQL itself.`;
  });
}

async function throughPooler(
  pool: Pool,
  directPool: Pool,
  options: PoolOptions,
  direct: DatabaseAddress,
): Promise<string | null> {
  // A lock that one way holds is one that the other cannot have, where both are the same database.
  const key = randomInt(2 ** 47);
  const together = await withClient(directPool, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [key]);
    const { rows } = await pool.query<{ free: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS free', [
      key,
    ]);
    if (rows[0]?.free === false) return true;
    // A session that was cut meanwhile holds no lock either, and fails here.
    await client.query('SELECT 1');
    return false;
  });
  if (!together) {
    return (
      `DATABASE_URL (${placeOf(options).where}) and DATABASE_DIRECT_URL (${placeOf(direct).where}) lead to different databases: ` +
      'both must end in the same one.'
    );
  }
  return options.pooler?.namedStatements === true ? await namesFault(pool, options) : null;
}

/** Two clients that use the same name in turn: without a pooler that keeps names, one of them fails. */
async function namesFault(pool: Pool, options: PoolOptions): Promise<string | null> {
  const statement = { name: 'taskfold_check', text: 'SELECT $1::int', values: [1] };
  return await withClient(pool, (first) =>
    withClient(pool, async (second) => {
      try {
        for (const client of [first, second, first, second]) await client.query(statement);
        return null;
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && /^(?:26000|42P05)$/.test(String(error.code)))) {
          throw error;
        }
        return `DATABASE_NAMED_STATEMENTS is true, and the pooler at ${placeOf(options).where} does not keep named statements: PgBouncer does from 1.21 with max_prepared_statements above 0; otherwise leave it out.`;
      }
    }),
  );
}

/** A connection that is closed afterwards, whatever was done on it. */
async function withClient<Result>(pool: Pool, use: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  client.on('error', () => {});
  try {
    return await use(client);
  } finally {
    client.release(true);
  }
}
