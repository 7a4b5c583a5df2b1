import { parseArgs } from 'node:util';
import { messageOf } from '@taskfold/runtime';
import { LOGIN_NAMES, type Login } from '../logins/ensure-login.ts';
import { canBePassword } from '../logins/scram-verifier.ts';
import type { DatabaseAddress } from '../pools/create-pool.ts';
import { directAddressOf } from '../pools/database-variables.ts';

/** What the command line asks for. Text goes to standard output, an error to standard error. */
export type MigrationCommand =
  | {
      readonly kind: 'run';
      readonly address: DatabaseAddress;
      readonly retry: string | undefined;
      /** Those that a password is given for. */
      readonly logins: readonly Login[];
    }
  | { readonly kind: 'exit'; readonly code: 0; readonly text: string }
  | { readonly kind: 'exit'; readonly code: 2; readonly error: string };

const HELP = `Applies the migrations that a database does not have yet.

Usage: DATABASE_URL=postgresql://user:password@host:5432/database node packages/database/src/migrations/main.ts

Options:
  --retry <migration>  try a migration again that failed before
  --help               show this

Environment variables:
  DATABASE_URL  (required; secret) of a user who may create tables and roles
  DATABASE_DIRECT_URL
                (secret) the same without a pooler; used instead of DATABASE_URL where it is set
  API_DATABASE_PASSWORD, PROCESSOR_DATABASE_PASSWORD
                (secret) make the users taskfold_api_login and taskfold_processor_login that the services log in as, or give them
                another password; without them no user is made
  LOG_LEVEL     (default info)

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
    const address = directAddressOf(env);
    const logins = loginsOf(env);
    return { kind: 'run', address, retry: values.retry, logins };
  } catch (error) {
    return refuse(messageOf(error));
  }
}

/** @throws where a password is none that a login may have */
function loginsOf(env: Readonly<Record<string, string | undefined>>): readonly Login[] {
  const wanted = [
    ['API_DATABASE_PASSWORD', 'taskfold_api'],
    ['PROCESSOR_DATABASE_PASSWORD', 'taskfold_processor'],
  ] as const;
  return wanted.flatMap(([variable, role]) => {
    const password = env[variable] ?? '';
    if (password === '') return [];
    if (!canBePassword(password)) throw new Error(`${variable} must be visible ASCII characters.`);
    return [{ name: LOGIN_NAMES[role], password, role }];
  });
}

function refuse(message: string): MigrationCommand {
  return { kind: 'exit', code: 2, error: `${message}\nTry --help.\n` };
}
