import { parseArgs } from 'node:util';
import { CALLBACK_EVENTS, type CallbackEvent } from '@taskfold/contract';
import type { RedeliverOptions } from '@taskfold/database';
import { messageOf } from '@taskfold/runtime';

export type CallbackCommand =
  | { readonly kind: 'redeliver'; readonly options: RedeliverOptions }
  | { readonly kind: 'rotate-secret'; readonly tenantId: string }
  | { readonly kind: 'list-secrets'; readonly tenantId: string }
  | { readonly kind: 'revoke-secret'; readonly tenantId: string; readonly secretId: string }
  | { readonly kind: 'reencrypt-secrets' }
  | { readonly kind: 'help' }
  | { readonly kind: 'invalid'; readonly problem: string };

export const CALLBACKS_HELP = `Usage: node packages/access/src/callback-secrets/main.ts COMMAND [OPTION]...

  redeliver --tenant ID --task ID [--type TYPE]
      tells of the end of a task once more, now, with the same id; or of another event
      (${CALLBACK_EVENTS.join(', ')})
  rotate-secret --tenant ID
      replaces the secret of a tenant and prints the new one to standard output, this once; the old one signs for 24 hours
  list-secrets --tenant ID
      which secrets of a tenant sign, without themselves
  revoke-secret --tenant ID --secret UUID
      ends a secret that was replaced before its 24 hours are over
  reencrypt-secrets
      encrypts all secrets with the first key of CALLBACK_KEYS; afterwards the other keys are no longer needed

Environment variables:
  DATABASE_URL   PostgreSQL, as postgresql://user:password@host:port/database (required)
  DATABASE_DIRECT_URL
                 the same without a pooler; used instead of DATABASE_URL where it is set
  CALLBACK_KEYS  keys that secrets are encrypted with, as for the processor (required by rotate-secret and reencrypt-secrets)

Exit code: 0 when it is done, 1 when it failed, 2 for wrong arguments.
`;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Never throws: what is wrong with the arguments is a result. */
export function parseCallbackArguments(args: readonly string[]): CallbackCommand {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        tenant: { type: 'string' },
        task: { type: 'string' },
        type: { type: 'string' },
        secret: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return { kind: 'help' };
    const { tenant, task, type, secret } = values;
    switch (positionals.join(' ')) {
      case 'redeliver': {
        if (tenant === undefined || task === undefined)
          return invalid('Which task? Give --tenant and --task.');
        if (type !== undefined && !isCallbackEvent(type)) return invalid(`There is no type ${type}.`);
        return {
          kind: 'redeliver',
          options: { tenantId: tenant, taskId: task, ...(type === undefined ? {} : { type }) },
        };
      }
      case 'rotate-secret':
        return tenant === undefined
          ? invalid('Which tenant? Give --tenant.')
          : { kind: 'rotate-secret', tenantId: tenant };
      case 'list-secrets':
        return tenant === undefined
          ? invalid('Which tenant? Give --tenant.')
          : { kind: 'list-secrets', tenantId: tenant };
      case 'revoke-secret':
        if (tenant === undefined || secret === undefined)
          return invalid('Which secret? Give --tenant and --secret.');
        return UUID.test(secret)
          ? { kind: 'revoke-secret', tenantId: tenant, secretId: secret }
          : invalid('--secret is the id that list-secrets shows.');
      case 'reencrypt-secrets':
        return { kind: 'reencrypt-secrets' };
      default:
        return invalid(
          'The commands are redeliver, rotate-secret, list-secrets, revoke-secret and reencrypt-secrets.',
        );
    }
  } catch (error) {
    return invalid(messageOf(error));
  }
}

function isCallbackEvent(type: string): type is CallbackEvent {
  return (CALLBACK_EVENTS as readonly string[]).includes(type);
}

function invalid(problem: string): CallbackCommand {
  return { kind: 'invalid', problem };
}
