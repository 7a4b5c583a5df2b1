import type { JsonSchema } from './walk.ts';

export interface Field {
  /** Where it is: `callback.url`, `warnings[].code`. */
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

/** The fields of an object's schema, those of its nested objects below each. */
export function fieldsOf(whole: JsonSchema, prefix = ''): readonly Field[] {
  const schema = withoutNull(whole).inner;
  const required = new Set((schema.required as readonly string[] | undefined) ?? []);
  const properties = (schema.properties as Record<string, JsonSchema> | undefined) ?? {};
  return Object.entries(properties).flatMap(([name, property]) => {
    const path = `${prefix}${name}`;
    const { inner, nullable } = withoutNull(property);
    const own: Field = {
      path,
      type: typeName(inner) + (nullable ? ' or null' : ''),
      required: required.has(name),
      description: String(property.description ?? ''),
    };
    const items = inner.items as JsonSchema | undefined;
    return [own, ...(items ? fieldsOf(items, `${path}[].`) : fieldsOf(inner, `${path}.`))];
  });
}

function withoutNull(schema: JsonSchema): { inner: JsonSchema; nullable: boolean } {
  const branches = schema.anyOf as readonly JsonSchema[] | undefined;
  const inner = branches?.find(({ type }) => type !== 'null');
  if (inner !== undefined) return { inner, nullable: true };
  const types = schema.type;
  if (Array.isArray(types)) {
    return {
      inner: { ...schema, type: types.find((type) => type !== 'null') },
      nullable: types.includes('null'),
    };
  }
  return { inner: schema, nullable: false };
}

function typeName(schema: JsonSchema): string {
  const { const: only, enum: values, type, format, pattern } = schema as Record<string, never>;
  if (only !== undefined) return `\`${JSON.stringify(only)}\``;
  if (Array.isArray(values)) return (values as readonly string[]).map((value) => `\`${value}\``).join(', ');
  if (format === 'date-time') return 'time';
  if (type === 'array') return `array of ${typeName((schema.items as JsonSchema) ?? {})}`;
  if (type === 'integer' || type === 'number') return type + range(schema);
  if (type === 'string') return pattern === undefined ? `string${length(schema)}` : patternName(schema);
  return type ?? 'any JSON';
}

function range({ minimum, maximum }: JsonSchema): string {
  const bounded = typeof maximum === 'number' && Math.abs(maximum) < Number.MAX_SAFE_INTEGER;
  return bounded ? ` ${minimum} to ${maximum}` : '';
}

function length({ maxLength }: JsonSchema): string {
  return maxLength === undefined ? '' : `, at most ${maxLength} characters`;
}

function patternName(schema: JsonSchema): string {
  const pattern = String(schema.pattern);
  const prefix = /^\^([a-z]+[_-])/.exec(pattern)?.[1];
  if (pattern.startsWith('^task')) return 'string that begins with `task.`';
  if (prefix !== undefined) return `string that begins with \`${prefix}\``;
  if (pattern.includes('\\x7f-\\x9f')) return 'string, 1 to 256 printable characters';
  if (pattern.startsWith('^[A-Za-z0-9_-]')) return 'identifier';
  if (pattern.includes('{1,6}:')) return 'log position: partition and offset, `0:42`';
  if (pattern.includes('\\d{4}-')) return 'day';
  if (pattern.includes('\\d')) return 'decimal string';
  return `string${length(schema)}`;
}
