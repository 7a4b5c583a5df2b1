import { parseArgs } from 'node:util';
import { CALLBACK_EVENTS, type CallbackEvent } from '@taskfold/contract';
import type { RedeliverOptions } from './redeliver.ts';

export type CallbackCommand =
  | { readonly kind: 'redeliver'; readonly options: RedeliverOptions }
  | { readonly kind: 'rotate-secret'; readonly tenantId: string }
  | { readonly kind: 'reencrypt-secrets' }
  | { readonly kind: 'help' }
  | { readonly kind: 'invalid'; readonly problem: string };

export const CALLBACKS_HELP = `Usage: node packages/database/src/callbacks/main.ts COMMAND [OPTION]...

  redeliver --tenant ID --task ID [--type TYPE]
      tells of the end of a task once more, now, with the same id; or of another event
      (${CALLBACK_EVENTS.join(', ')})
  rotate-secret --tenant ID
      replaces the secret of a tenant and prints the new one to standard output, this once; the old one signs for 24 hours
  reencrypt-secrets
      encrypts all secrets with the first key of CALLBACK_KEYS; afterwards the other keys are no longer needed

Environment variables:
  DATABASE_URL   PostgreSQL, as postgresql://user:password@host:port/database (required)
  CALLBACK_KEYS  keys that secrets are encrypted with, as for the processor (required, but by redeliver)

Exit code: 0 when it is done, 1 when it failed, 2 for wrong arguments.
`;

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
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return { kind: 'help' };
    const { tenant, task, type } = values;
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
      case 'reencrypt-secrets':
        return { kind: 'reencrypt-secrets' };
      default:
        return invalid('The commands are redeliver, rotate-secret and reencrypt-secrets.');
    }
  } catch (error) {
    return invalid(error instanceof Error ? error.message : String(error));
  }
}

function isCallbackEvent(type: string): type is CallbackEvent {
  return (CALLBACK_EVENTS as readonly string[]).includes(type);
}

function invalid(problem: string): CallbackCommand {
  return { kind: 'invalid', problem };
}
