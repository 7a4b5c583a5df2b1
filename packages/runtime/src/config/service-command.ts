import { parseArgs } from 'node:util';
import type { z } from 'zod';
import { ConfigError, loadConfig } from './load-config.ts';
import { mistypedNames } from './mistyped-names.ts';
import type { Environment } from './read-variable.ts';
import { type ConfigSchema, describeVariables, variableNames } from './variables.ts';

export interface ServiceCommandOptions<Schema extends ConfigSchema> {
  readonly name: string;
  /** One sentence: what the service does. */
  readonly summary: string;
  readonly schema: Schema;
  /** Without the program's name. */
  readonly args: readonly string[];
  readonly env: Environment;
}

/** What the command line of a service asks for. Text is to be written to standard output, errors to standard error. */
export type ServiceCommand<Config> =
  | {
      /** To run, or to say whether it could: with `validate_offline` without connecting to anything. */
      readonly kind: 'run' | 'validate' | 'validate_offline';
      readonly config: Config;
      /** A sentence for each variable whose name is nearly that of a setting. */
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'exit'; readonly code: 0; readonly text: string }
  | { readonly kind: 'exit'; readonly code: 2; readonly error: string };

/** Understands `--help` and `--validate`; without either, reads the configuration for a run. Never throws for bad input. */
export function serviceCommand<Schema extends ConfigSchema>({
  name,
  summary,
  schema,
  args,
  env,
}: ServiceCommandOptions<Schema>): ServiceCommand<z.output<Schema>> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', short: 'h' },
        validate: { type: 'boolean' },
        offline: { type: 'boolean' },
      },
    });
    if (values.help) return { kind: 'exit', code: 0, text: helpText(name, summary, schema) };
    if (values.offline && !values.validate) return refuse('--offline goes with --validate.');
    return {
      kind: !values.validate ? 'run' : values.offline ? 'validate_offline' : 'validate',
      config: loadConfig(schema, env),
      warnings: mistypedNames(variableNames(schema), env),
    };
  } catch (error) {
    if (!(error instanceof ConfigError || isArgumentError(error))) throw error;
    return refuse(error.message);
  }
}

/** The names, forms, defaults and meanings of a service's environment variables, for a terminal. */
function helpText(name: string, summary: string, schema: ConfigSchema): string {
  return [
    `${name}: ${summary}\n\n`,
    'Options:\n  --help      show this\n',
    '  --validate  check the configuration, the files that it names, and whether what it leads to can be reached, and exit:\n',
    '              0 all is well, 1 something cannot be reached, 2 the configuration is wrong\n',
    '  --offline   with --validate: connect to nothing\n\n',
    'Environment variables:\n',
    describeVariables(schema),
  ].join('');
}

function refuse(message: string): ServiceCommand<never> {
  return { kind: 'exit', code: 2, error: `${message}\nTry --help.\n` };
}

function isArgumentError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}
