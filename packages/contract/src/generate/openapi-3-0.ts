import type { JsonSchema } from './walk.ts';
import { isSchema, mapSchema } from './walk.ts';

/**
 * The same document as OpenAPI 3.0, for generators that read no 3.1. What 3.0 has no word for is left out or said in its own:
 * null is `nullable`, a constant an enumeration of one, a schema beside a reference stands around it, and what is one of several objects or lists is
 * anything. Webhooks are gone; their
 * schemas stay.
 */
export function openApi30({ webhooks: _, ...document }: JsonSchema): JsonSchema {
  const { summary, ...info } = document.info as JsonSchema;
  const { schemas } = document.components as { readonly schemas: Readonly<Record<string, JsonSchema>> };
  const typeOf = ($ref: unknown) => schemas[String($ref).split('/').at(-1) ?? '']?.type;
  const rest = withSchemas(document, (schema) => older(schema, typeOf)) as JsonSchema;
  return { ...rest, openapi: '3.0.3', info: { ...info, description: `${summary} ${info.description}` } };
}

/** Keys of a document below which schemas lie, and those below which values do that look like some. */
const VALUES: ReadonlySet<string> = new Set(['example', 'examples']);

function withSchemas(value: unknown, change: (schema: JsonSchema) => JsonSchema): unknown {
  if (Array.isArray(value)) return value.map((each) => withSchemas(each, change));
  if (!isSchema(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      if (VALUES.has(key)) return [key, each];
      if (key === 'schema' && isSchema(each)) return [key, mapSchema(each, change)];
      if (key === 'schemas' && isSchema(each)) {
        return [
          key,
          Object.fromEntries(
            Object.entries(each).map(([name, schema]) => [name, mapSchema(schema as JsonSchema, change)]),
          ),
        ];
      }
      return [key, withSchemas(each, change)];
    }),
  );
}

/** What 3.0 does not know and readers can do without. */
const UNKNOWN = ['propertyNames', 'contentMediaType', 'contentSchema', 'examples', '$schema', '$id'] as const;

/** The type of what a reference is to. */
type TypeOf = ($ref: unknown) => unknown;

function older(schema: JsonSchema, typeOf: TypeOf): JsonSchema {
  const known = Object.fromEntries(
    Object.entries(schema).filter(([keyword]) => !(UNKNOWN as readonly string[]).includes(keyword)),
  );
  return besideReference(withNullable(withoutConstant(known), typeOf));
}

function withoutConstant({ const: value, ...rest }: JsonSchema): JsonSchema {
  return value === undefined ? rest : { ...rest, enum: [value] };
}

const COMPOUND: ReadonlySet<unknown> = new Set(['object', 'array']);

/** `nullable` counts beside a `type` alone. */
function withNullable({ type, anyOf, ...rest }: JsonSchema, typeOf: TypeOf): JsonSchema {
  if (Array.isArray(type)) {
    const [only] = type.filter((each) => each !== 'null');
    return { ...rest, type: only, ...(type.includes('null') ? { nullable: true } : {}) };
  }
  if (!Array.isArray(anyOf)) return type === undefined ? rest : { ...rest, type };
  const others = anyOf.filter((branch) => branch.type !== 'null');
  const isNullable = others.length < anyOf.length;
  // One of several objects or lists: generators for Java and Go make code of it that does not compile.
  if (others.length > 1 && others.some((branch) => COMPOUND.has(branch.type))) return rest;
  if (!isNullable) return { ...rest, anyOf };
  const [first, ...more] = others;
  if (more.length > 0) return { ...rest, anyOf: [{ ...first, nullable: true }, ...more] };
  return { ...rest, type: typeOf(first?.$ref), allOf: [first], nullable: true };
}

function besideReference({ $ref, ...rest }: JsonSchema): JsonSchema {
  if ($ref === undefined) return rest;
  return Object.keys(rest).length === 0 ? { $ref } : { ...rest, allOf: [{ $ref }] };
}
