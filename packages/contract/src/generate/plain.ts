import type { JsonSchema } from './walk.ts';
import { isSchema, mapSchema } from './walk.ts';

/** Formats that say more than the pattern beside them, which generators put on values that are no texts any more. */
const TYPED_FORMATS: ReadonlySet<unknown> = new Set(['date-time', 'date', 'uuid']);

/**
 * The same schema in the words that generators of clients and validators in other languages read: `type: [string, null]` for
 * what may be null, `true` for what may be anything, patterns without what only JavaScript knows, and values that may grow in
 * time (`x-open`) as documentation.
 */
export function plain(schema: JsonSchema): JsonSchema {
  return mapSchema(schema, (part) => opened(withPlainPattern(withPlainKeys(withTypeOfNull(part)))));
}

function withTypeOfNull(schema: JsonSchema): JsonSchema {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return schema;
  const [isNull, other] = anyOf[0].type === 'null' ? anyOf : anyOf.toReversed();
  if (isNull.type !== 'null' || typeof other.type !== 'string' || 'const' in other) return schema;
  const values = Array.isArray(other.enum) ? { enum: [...other.enum, null] } : {};
  return { ...other, ...values, ...rest, type: [other.type, 'null'] };
}

function withPlainKeys({ propertyNames, additionalProperties, ...rest }: JsonSchema): JsonSchema {
  const saysNothing = isSchema(propertyNames) && Object.keys(propertyNames).join() === 'type';
  const isAny = isSchema(additionalProperties) && Object.keys(additionalProperties).length === 0;
  return {
    ...rest,
    ...(propertyNames === undefined || saysNothing ? {} : { propertyNames }),
    ...(additionalProperties === undefined
      ? {}
      : { additionalProperties: isAny ? true : additionalProperties }),
  };
}

function withPlainPattern({ pattern, ...rest }: JsonSchema): JsonSchema {
  if (typeof pattern !== 'string' || TYPED_FORMATS.has(rest.format)) return rest;
  return { ...rest, pattern: plainPattern(pattern) };
}

/** `\d` means other digits as well in Python and .NET; Go has no `\u`, and `\/` is a slash. */
function plainPattern(pattern: string): string {
  return pattern
    .replaceAll('\\d', '[0-9]')
    .replaceAll('\\/', '/')
    .replaceAll(/\\u00([0-9a-f]{2})/gi, '\\x$1');
}

function opened({ 'x-open': isOpen, ...schema }: JsonSchema): JsonSchema {
  if (isOpen !== true) return schema;
  const { enum: values, description = '', ...rest } = schema;
  return {
    ...rest,
    description: `${description} Further values may come in time.`.trim(),
    'x-extensible-enum': values,
  };
}
