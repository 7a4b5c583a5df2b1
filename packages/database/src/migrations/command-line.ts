import { parseArgs } from 'node:util';
import { describeVariables, loadConfig, messageOf } from '@taskfold/runtime';
import { LOGIN_NAMES, type Login } from '../logins/ensure-login.ts';
import type { DatabaseAddress } from '../pools/create-pool.ts';
import { directAddress } from '../pools/database-variables.ts';
import { type MigrationConfig, migrationConfigSchema } from './migration-config.ts';

/** What the command line asks for. Text goes to standard output, an error to standard error. */
export type MigrationCommand =
  | {
      readonly kind: 'run';
      readonly address: DatabaseAddress;
      readonly retry: string | undefined;
      /** Those that a password is given for. */
      readonly logins: readonly Login[];
      readonly logLevel: MigrationConfig['LOG_LEVEL'];
    }
  | { readonly kind: 'exit'; readonly code: 0; readonly text: string }
  | { readonly kind: 'exit'; readonly code: 2; readonly error: string };

const HELP = `Applies the migrations that a database does not have yet.

Usage: DATABASE_URL=postgresql://user:password@host:5432/database node packages/database/src/migrations/main.ts

Options:
  --retry <migration>  try a migration again that failed before
  --help               show this

Environment variables:
${describeVariables(migrationConfigSchema)}
Exit codes: 0 the database is up to date, 1 it is not, 2 the command cannot be understood.
`;

/** Never throws for bad input. */
export function migrationCommand(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): MigrationCommand {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { help: { type: 'boolean', short: 'h' }, retry: { type: 'string' } },
    });
    if (values.help) return { kind: 'exit', code: 0, text: HELP };
    const config = loadConfig(migrationConfigSchema, env);
    const { LOG_LEVEL: logLevel } = config;
    const address = directAddress(config);
    return { kind: 'run', address, retry: values.retry, logins: loginsOf(config), logLevel };
  } catch (error) {
    return refuse(messageOf(error));
  }
}

function loginsOf(config: MigrationConfig): readonly Login[] {
  const wanted = [
    ['taskfold_api', config.API_DATABASE_PASSWORD],
    ['taskfold_processor', config.PROCESSOR_DATABASE_PASSWORD],
  ] as const;
  return wanted.flatMap(([role, password]) =>
    password === undefined ? [] : [{ name: LOGIN_NAMES[role], password, role }],
  );
}

function refuse(message: string): MigrationCommand {
  return { kind: 'exit', code: 2, error: `${message}\nTry --help.\n` };
}
