import { parseArgs } from 'node:util';
import type { z } from 'zod';
import { ConfigError, loadConfig } from './load-config.ts';
import { type ConfigSchema, describeConfig } from './variables.ts';

export interface ServiceCommandOptions<Schema extends ConfigSchema> {
  readonly name: string;
  /** One sentence: what the service does. */
  readonly summary: string;
  readonly schema: Schema;
  /** Without the program's name. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What the command line of a service asks for. Text is to be written to standard output, errors to standard error. */
export type ServiceCommand<Config> =
  | { readonly kind: 'run'; readonly config: Config }
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
      options: { help: { type: 'boolean', short: 'h' }, validate: { type: 'boolean' } },
    });
    if (values.help) return { kind: 'exit', code: 0, text: helpText(name, summary, schema) };
    const config = loadConfig(schema, env);
    if (values.validate) return { kind: 'exit', code: 0, text: 'The configuration is valid.\n' };
    return { kind: 'run', config };
  } catch (error) {
    if (!(error instanceof ConfigError || isArgumentError(error))) throw error;
    return { kind: 'exit', code: 2, error: `${error.message}\nTry --help.\n` };
  }
}

/** The names, forms, defaults and meanings of a service's environment variables, for a terminal. */
function helpText(name: string, summary: string, schema: ConfigSchema): string {
  const variables = describeConfig(schema).map((variable) => {
    const facts = [
      variable.form,
      variable.required ? 'required' : variable.default !== null && `default ${variable.default}`,
      variable.secret && 'secret',
    ].filter((fact) => fact !== false);
    return `  ${variable.name} (${facts.join('; ')})\n      ${variable.description}\n`;
  });
  return [
    `${name}: ${summary}\n\n`,
    'Options:\n  --help      show this\n  --validate  check the configuration and exit\n\n',
    'Environment variables:\n',
    ...variables,
  ].join('');
}

function isArgumentError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}
