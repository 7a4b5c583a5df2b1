import { loadConfig } from '@taskfold/runtime';
import { z } from 'zod';
import type { DatabaseAddress } from './create-pool.ts';
import { filesProblem } from './database-url.ts';

/** Of a PostgreSQL, with its files for TLS, which must be readable. */
export const databaseUrl = z.url({ protocol: /^postgres(ql)?$/ }).superRefine((text, context) => {
  const message = filesProblem(text);
  if (message !== null) context.addIssue({ code: 'custom', message });
});

/**
 * How to reach PostgreSQL, the same for every service and every command. Put into the schema of a configuration; read by
 * {@link pooledAddress} and {@link directAddress}.
 */
export const DATABASE_VARIABLES = {
  DATABASE_URL: databaseUrl.meta({
    description:
      'PostgreSQL, as postgresql://user:password@host:port/database, with ?sslmode=verify-full&sslrootcert=FILE for TLS. Where DATABASE_DIRECT_URL is set, of a pooler in transaction mode.',
    secret: true,
  }),
  DATABASE_DIRECT_URL: databaseUrl.optional().meta({
    description:
      'The same database without the pooler of DATABASE_URL, for what needs a session: migrations, rebuild and verify, hearing of changes. Needed where there is a pooler, and only there.',
    secret: true,
  }),
  DATABASE_NAMED_STATEMENTS: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .meta({
      description:
        'Whether the pooler of DATABASE_URL keeps named statements in transaction mode: PgBouncer from 1.21 with max_prepared_statements above 0. Without a pooler they are used in any case.',
    }),
};

/** What {@link DATABASE_VARIABLES} become. */
export interface DatabaseConfig {
  readonly DATABASE_URL: string;
  readonly DATABASE_DIRECT_URL?: string | undefined;
  readonly DATABASE_NAMED_STATEMENTS: boolean;
}

/** For whatever is done within one transaction: through the pooler, where there is one. */
export function pooledAddress(config: DatabaseConfig): DatabaseAddress {
  return {
    url: config.DATABASE_URL,
    variable: 'DATABASE_URL',
    ...(config.DATABASE_DIRECT_URL !== undefined && {
      pooler: { namedStatements: config.DATABASE_NAMED_STATEMENTS },
    }),
  };
}

/** For what needs a session: LISTEN, locks that outlive a transaction, migrations, settings that are not ours alone. */
export function directAddress(
  config: Pick<DatabaseConfig, 'DATABASE_URL' | 'DATABASE_DIRECT_URL'>,
): DatabaseAddress {
  const { DATABASE_URL, DATABASE_DIRECT_URL } = config;
  return DATABASE_DIRECT_URL === undefined
    ? { url: DATABASE_URL, variable: 'DATABASE_URL', pooler: undefined }
    : { url: DATABASE_DIRECT_URL, variable: 'DATABASE_DIRECT_URL', pooler: undefined };
}

/**
 * The address for a command that reads nothing else of its configuration by a schema.
 *
 * @throws ConfigError that names the variable
 */
export function directAddressOf(env: Readonly<Record<string, string | undefined>>): DatabaseAddress {
  return directAddress(loadConfig(z.object(DATABASE_VARIABLES), env));
}
