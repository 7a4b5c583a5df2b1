import type { Logger } from '@taskfold/runtime';
import { type CommandMaker, outputCommand } from '../program/command.ts';
import type { Context } from '../program/context.ts';
import { settingsOf, withOutcome } from './connections.ts';

export const migrateDatabase: CommandMaker = (context) =>
  outputCommand('migrate', 'Apply the migrations that the database does not have', {
    description:
      'Applies the migrations that the database does not have, each in one transaction, and waits for a server that starts. A database that a newer version has migrated is left as it is, so that this version can be rolled back to; it is refused where a migration took away what this version uses. Wants DATABASE_URL (or DATABASE_DIRECT_URL) of a user who may create tables and roles. API_DATABASE_PASSWORD and PROCESSOR_DATABASE_PASSWORD make the users taskfold_api_login and taskfold_processor_login that the services log in as, or give them another password.',
    examples: [
      { line: 'taskfold migrate', says: 'Make the tables, or bring them up to date.' },
      { line: 'taskfold migrate --retry 20261124000000_init', says: 'Try one again that failed before.' },
    ],
  })
    .option('--retry <migration>', 'try a migration again that failed before')
    .action(async ({ retry, ...form }) => {
      const { directAddress, ensureLogins, migrate } = await import('@taskfold/database');
      const { migrationConfigSchema, wantedLogins } = await import('@taskfold/database/operators');
      const config = await settingsOf(context, migrationConfigSchema);
      const logins = wantedLogins(config);
      const address = directAddress(config);
      const logger = await notes(context);
      const { applied, unknown } = await withOutcome(() =>
        migrate({
          ...address,
          logger,
          signal: context.signal,
          ...(retry !== undefined && { retry }),
        }),
      );
      await ensureLogins(address, logins);
      const done = { object: 'migration_run', applied, unknown, logins: logins.map(({ name }) => name) };
      context
        .output(form)
        .one(done, () =>
          [
            ...applied.map((name) => `applied ${name}`),
            ...done.logins.map((name) => `made the login ${name}, or gave it the password`),
            unknown.length === 0
              ? 'The database is up to date.'
              : `The database is newer than this version by ${unknown.join(', ')}, and this version can live with it. Nothing was applied.`,
          ].join('\n'),
        );
    });

/** What is said while it goes on, on standard error. */
async function notes({ note }: Context): Promise<Pick<Logger, 'info' | 'warn'>> {
  const { createLogger } = await import('@taskfold/runtime');
  return createLogger({
    service: 'taskfold-migrate',
    level: 'warn',
    destination: { write: (line: string) => note(sentenceOf(line)) },
  });
}

function sentenceOf(line: string): string {
  const { msg, address, notice, err } = JSON.parse(line) as Readonly<Record<string, unknown>>;
  const more = [address, notice, isFailure(err) ? err.message : undefined];
  return [msg, ...more.filter((part) => part !== undefined)].join(': ');
}

function isFailure(value: unknown): value is { readonly message: string } {
  return (
    typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string'
  );
}
