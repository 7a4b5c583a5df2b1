import { parseArgs } from 'node:util';
import { IDENTIFIER, SCOPES } from '@taskfold/contract';
import { messageOf } from '@taskfold/runtime';
import type { NewApiKey } from './make-key.ts';
import { isScope } from './scopes.ts';

export type KeyCommand =
  | { readonly kind: 'create-key'; readonly options: NewApiKey }
  | { readonly kind: 'help' }
  | { readonly kind: 'invalid'; readonly problem: string };

export const KEYS_HELP = `Usage: node packages/access/src/keys/main.ts create-key --tenant ID [OPTION]...

Makes a key of the HTTP API, and its tenant and project where they are missing. The key is printed to standard output, this
once: only its hash is stored. Where the project has a live key of that name, nothing is made, and that is said.

  --tenant ID     tenant whose tasks the key sees
  --project ID    project of the tenant (default: default)
  --name NAME     name of the key, for people (default: default)
  --scope SCOPE   what the key may do, may be repeated (default: tasks:read)
                  ${SCOPES.join(', ')}
  --help          show this

Environment variables:
  DATABASE_URL    PostgreSQL, as postgresql://user:password@host:port/database, with the migrations applied (required)
  DATABASE_DIRECT_URL
                  the same without a pooler; used instead of DATABASE_URL where it is set

Exit code: 0 when the key is made or is there, 1 when the database failed, 2 for wrong arguments.
`;

/** Never throws: what is wrong with the arguments is a result. */
export function parseKeyArguments(args: readonly string[]): KeyCommand {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        tenant: { type: 'string' },
        project: { type: 'string', default: 'default' },
        name: { type: 'string', default: 'default' },
        scope: { type: 'string', multiple: true, default: ['tasks:read'] },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return { kind: 'help' };
    if (positionals.join(' ') !== 'create-key') return invalid('The command is create-key.');
    const { tenant: tenantId, project: projectId, name } = values;
    if (tenantId === undefined) return invalid('Which tenant? Give --tenant.');
    for (const [option, id] of Object.entries({ tenant: tenantId, project: projectId })) {
      if (!IDENTIFIER.test(id)) return invalid(`--${option} is 1 to 128 letters, digits, "_" and "-".`);
    }
    if (name.length < 1 || name.length > 128) return invalid('--name is 1 to 128 characters.');
    const scopes = values.scope.filter(isScope);
    const unknown = values.scope.find((scope) => !isScope(scope));
    if (unknown !== undefined)
      return invalid(`There is no scope ${unknown}; there are ${SCOPES.join(', ')}.`);
    return { kind: 'create-key', options: { tenantId, projectId, name, scopes: [...new Set(scopes)] } };
  } catch (error) {
    return invalid(messageOf(error));
  }
}

function invalid(problem: string): KeyCommand {
  return { kind: 'invalid', problem };
}
