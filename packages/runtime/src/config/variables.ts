import { z } from 'zod';

/**
 * A service's configuration: one key per environment variable, each with `.meta({ description, secret? })` as the last
 * call. The description is a sentence that says what to set it to.
 */
export type ConfigSchema = z.ZodObject;

/** One environment variable, as help and documentation show it. */
export interface ConfigVariable {
  readonly name: string;
  readonly description: string;
  /** What values look like: `integer, 0 to 65535`, `one of a, b`, `text`. */
  readonly form: string;
  readonly required: boolean;
  /** The value when it is not set, as the environment would write it; null without one, and for secrets. */
  readonly default: string | null;
  /** Whether its value must never be shown. */
  readonly secret: boolean;
  /** The variable that names a file with the value, instead: secrets have one. */
  readonly file: string | null;
}

/**
 * Every variable that a schema reads, in its order.
 *
 * @throws Error when a variable has no description: nobody could set it
 */
export function describeConfig(schema: ConfigSchema): ConfigVariable[] {
  return Object.entries(schema.shape).map(([name, value]) => {
    const meta = z.globalRegistry.get(value);
    if (meta?.description === undefined) throw new Error(`${name} has no description`);
    const secret = meta.secret === true;
    const unset = z.safeParse(value, undefined);
    const hasDefault = unset.success && unset.data !== undefined;
    return {
      name,
      description: meta.description,
      form: formOf(value),
      required: !unset.success,
      default: hasDefault && !secret ? String(unset.data) : null,
      secret,
      // Where the schema has such a variable itself, whoever reads it knows what to do with the file.
      file: secret && !(`${name}_FILE` in schema.shape) ? `${name}_FILE` : null,
    };
  });
}

/** The names of all variables, and of those that name files with secrets. */
export function variableNames(schema: ConfigSchema): string[] {
  return describeConfig(schema).flatMap(({ name, file }) => (file === null ? [name] : [name, file]));
}

/** The variables, their forms, defaults and meanings, for the help text of a command. */
export function describeVariables(schema: ConfigSchema): string {
  const texts = describeConfig(schema).map((variable) => {
    const facts = [
      variable.form,
      variable.required ? 'required' : variable.default !== null && `default ${variable.default}`,
      variable.secret && 'secret',
      variable.file !== null && `or ${variable.file}`,
    ].filter((fact) => fact !== false);
    return `  ${variable.name} (${facts.join('; ')})\n      ${variable.description}\n`;
  });
  return texts.join('');
}

function formOf(schema: z.core.$ZodType): string {
  const json = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' });
  if (json.enum !== undefined) return `one of ${json.enum.join(', ')}`;
  if (json.type === 'integer' || json.type === 'number') {
    const { minimum: least, maximum: most } = json;
    const bounded = most !== undefined && most < Number.MAX_SAFE_INTEGER;
    if (least === undefined || least <= Number.MIN_SAFE_INTEGER) return json.type;
    return bounded ? `${json.type}, ${least} to ${most}` : `${json.type}, at least ${least}`;
  }
  if (json.type === 'boolean') return 'true or false';
  return json.format === 'uri' ? 'URL' : 'text';
}
