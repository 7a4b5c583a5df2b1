import { z } from 'zod';
import { type ConfigSchema, type ConfigVariable, describeConfig } from './variables.ts';

/** The environment does not say what a service needs to know. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** One sentence or two for each problem: the variable, what is wrong and what to do. Secrets are not shown. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems
        .map((problem) => `- ${problem}`)
        .join('\n')}`,
    );
    this.problems = problems;
  }
}

/**
 * Reads a configuration from environment variables. An empty variable counts as one that is not set, because compose
 * files and shells cannot tell the two apart.
 *
 * @throws ConfigError with all problems at once
 */
export function loadConfig<Schema extends ConfigSchema>(
  schema: Schema,
  env: Readonly<Record<string, string | undefined>>,
): z.output<Schema> {
  const variables = new Map(describeConfig(schema).map((variable) => [variable.name, variable]));
  const values = Object.fromEntries(
    [...variables.keys()].map((name) => [name, env[name] === '' ? undefined : env[name]]),
  );
  const result = z.safeParse(schema, values);
  if (result.success) return result.data;
  throw new ConfigError(
    result.error.issues.map((issue) => {
      const variable = variables.get(String(issue.path[0]));
      return variable === undefined ? issue.message : problem(variable, values[variable.name], issue.message);
    }),
  );
}

function problem(variable: ConfigVariable, value: string | undefined, message: string): string {
  const advice = `Set it to this: ${variable.description} (${variable.form})`;
  if (value === undefined) return `${variable.name} is not set. ${advice}`;
  const shown = variable.secret ? '(not shown)' : JSON.stringify(value);
  const orLeave = variable.default === null ? '' : ` Without it, ${variable.default} is used.`;
  return `${variable.name} is ${shown}, which does not do: ${message}. ${advice}${orLeave}`;
}
