import type { Pool, PoolClient } from 'pg';
import { placeOf } from '../faults/place.ts';
import type { PoolOptions } from './pool-options.ts';
import { sessionSettings } from './session-settings.ts';

/** Always asked for: what texts and times are read by, and whether anything can be written. */
const ALWAYS = [
  ['standard_conforming_strings', 'on'],
  ['client_encoding', 'UTF8'],
  ['transaction_read_only', 'off'],
] as const;

const MILLISECONDS = 1000;

/**
 * Whether statements of a pool run with the settings that its options ask for, as seen on the very way that they take.
 *
 * @param client the pool, or one of its connections within a transaction
 * @returns a sentence that names what is otherwise and what to do; null where all is as asked
 * @throws what the database says
 */
export async function sessionFault(
  client: Pick<Pool | PoolClient, 'query'>,
  options: PoolOptions,
): Promise<string | null> {
  const { general, limits } = sessionSettings(options);
  const texts = [...general, ...ALWAYS];
  const columns = [
    'pg_is_in_recovery() AS standby',
    `ARRAY[${texts.map(([name]) => (name === 'role' ? 'current_user::text' : `current_setting('${name}')`)).join(', ')}] AS texts`,
    `ARRAY[${limits.map(([name]) => `extract(epoch FROM current_setting('${name}')::interval)::float8`).join(', ')}] AS limits`,
  ];
  const { rows } = await client.query<Row>(`SELECT ${columns.join(', ')}`);
  const [row] = rows;
  if (row === undefined) return null;
  const { where, variable } = placeOf(options);
  if (row.standby) {
    return `PostgreSQL at ${where} is a standby, where nothing can be written: ${variable} must lead to the primary.`;
  }
  const others = [
    ...texts.map(([name, asked], index) => otherwise(name, asked, row.texts[index])),
    ...limits.map(([name, asked], index) =>
      otherwise(name, asked, String(Math.round((row.limits[index] ?? 0) * MILLISECONDS))),
    ),
  ].filter((text) => text !== null);
  if (others.length === 0) return null;
  return `PostgreSQL at ${where} does not do as it is asked: ${others.join(', ')}. ${adviceOf(options)}`;
}

interface Row {
  readonly standby: boolean;
  readonly texts: readonly string[];
  /** In seconds. */
  readonly limits: readonly number[];
}

function otherwise(name: string, asked: string, found: string | undefined): string | null {
  // `ISO` goes on with the order of day and month, which no printed time depends on.
  const same = name === 'DateStyle' ? found?.startsWith(asked) === true : found === asked;
  return same ? null : `${name} is ${found} and not ${asked}`;
}

function adviceOf(options: PoolOptions): string {
  const { variable } = placeOf(options);
  if (options.pooler !== undefined) {
    return `The pooler of ${variable} or the database changes it within transactions: nothing is written like that.`;
  }
  return variable === 'DATABASE_URL'
    ? 'DATABASE_URL leads through a pooler that leaves settings out: leave it so, and set DATABASE_DIRECT_URL to PostgreSQL itself.'
    : `${variable} leads through a pooler that leaves settings out: set it to PostgreSQL itself.`;
}
