export interface JsonSchema {
  [keyword: string]: unknown;
}

const OF_SCHEMAS: ReadonlySet<string> = new Set(['properties', '$defs']);
const OF_ONE: ReadonlySet<string> = new Set(['items', 'additionalProperties', 'propertyNames', 'not']);
const OF_LIST: ReadonlySet<string> = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems']);

/** A schema of which every part, and then the whole, was changed. */
export function mapSchema(schema: JsonSchema, change: (schema: JsonSchema) => JsonSchema): JsonSchema {
  const inner = (value: unknown) => (isSchema(value) ? mapSchema(value, change) : value);
  return change(
    Object.fromEntries(
      Object.entries(schema).map(([keyword, value]) => {
        if (OF_ONE.has(keyword)) return [keyword, inner(value)];
        if (OF_LIST.has(keyword) && Array.isArray(value)) return [keyword, value.map(inner)];
        if (OF_SCHEMAS.has(keyword) && isSchema(value)) {
          return [
            keyword,
            Object.fromEntries(Object.entries(value).map(([name, each]) => [name, inner(each)])),
          ];
        }
        return [keyword, value];
      }),
    ),
  );
}

/** @returns whether a value is an object of keywords */
export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
