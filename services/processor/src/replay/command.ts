import { type ParseArgsConfig, parseArgs } from 'node:util';
import { ConfigError, describeVariables, loadConfig } from '@taskfold/runtime';
import { type ReplayConfig, replayConfigSchema } from './config.ts';

/** What a command line of a replay asks for. */
export type ReplayCommand =
  | {
      readonly kind: 'run';
      readonly config: ReplayConfig;
      readonly action: string;
      /** What `--limit` says. */
      readonly limit: number;
      readonly values: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'exit'; readonly code: 0; readonly text: string }
  | { readonly kind: 'exit'; readonly code: 2; readonly error: string };

export interface ReplayCommandOptions {
  /** All of the help but the environment. */
  readonly help: string;
  /** What may come first on the command line; none: nothing may. */
  readonly actions: readonly string[];
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** Without the program's name. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Never throws for bad input. */
export function replayCommand({ help, actions, options, args, env }: ReplayCommandOptions): ReplayCommand {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...options,
        limit: { type: 'string', default: '100' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return { kind: 'exit', code: 0, text: help + environmentHelp() };
    const [action = '', ...others] = positionals;
    if (others.length > 0 || ((actions.length > 0 || action !== '') && !actions.includes(action))) {
      const choice = actions.length === 0 ? 'nothing but options' : `one of ${actions.join(', ')}`;
      return refuse(`Give ${choice}, not "${positionals.join(' ')}".`);
    }
    const limit = Number(values.limit);
    if (!Number.isSafeInteger(limit) || limit < 0) return refuse('--limit takes a whole number.');
    return { kind: 'run', config: loadConfig(replayConfigSchema, env), action, limit, values };
  } catch (error) {
    if (error instanceof ConfigError || error instanceof TypeError) return refuse(error.message);
    throw error;
  }
}

function environmentHelp(): string {
  return `\nEnvironment variables, as the processor has them:\n${describeVariables(replayConfigSchema)}`;
}

function refuse(message: string): ReplayCommand {
  return { kind: 'exit', code: 2, error: `${message}\nTry --help.\n` };
}
