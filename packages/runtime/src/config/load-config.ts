import { z } from 'zod';
import { type Environment, readVariable } from './read-variable.ts';
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
 * Reads a configuration from environment variables, and secrets from files where `<NAME>_FILE` says so
 * ({@link readVariable}).
 *
 * @throws ConfigError with all problems at once
 */
export function loadConfig<Schema extends ConfigSchema>(schema: Schema, env: Environment): z.output<Schema> {
  const variables = new Map(describeConfig(schema).map((variable) => [variable.name, variable]));
  const read = new Map([...variables].map(([name, variable]) => [name, readVariable(variable, env)]));
  const unread = [...read.values()].flatMap((found) => ('problem' in found ? [found.problem] : []));
  const values = Object.fromEntries(
    [...read].map(([name, found]) => [name, 'value' in found ? found.value : undefined]),
  );
  const result = z.safeParse(schema, values);
  if (result.success && unread.length === 0) return result.data;
  const issues = result.error?.issues ?? [];
  throw new ConfigError([
    ...unread,
    ...issues.flatMap((issue) => {
      const name = String(issue.path[0]);
      const variable = variables.get(name);
      if (variable === undefined) return [issue.message];
      // What could not be read is said already.
      return 'problem' in (read.get(name) ?? {}) ? [] : [problem(variable, values[name], issue.message)];
    }),
  ]);
}

function problem(variable: ConfigVariable, value: string | undefined, message: string): string {
  const advice = `Set it to this: ${variable.description} (${variable.form})`;
  if (value === undefined) return `${variable.name} is not set. ${advice}`;
  const shown = variable.secret ? '(not shown)' : JSON.stringify(value);
  const orLeave = variable.default === null ? '' : ` Without it, ${variable.default} is used.`;
  return `${variable.name} is ${shown}, which does not do: ${message}. ${advice}${orLeave}`;
}
