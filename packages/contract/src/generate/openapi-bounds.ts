import { MAX_EVENT_BYTES } from '../cloud-event.ts';
import type { JsonSchema } from './json-schema.ts';

const MAX_TEXT = MAX_EVENT_BYTES;
/** No list of an answer has more: pages hold 100, sums 10,000 rows, and each list of a task has a smaller bound of its own. */
const MAX_ITEMS = 10_000;
const MAX_PROPERTIES = MAX_EVENT_BYTES;

/**
 * States the bounds that hold anyway, since no value has more characters or keys than an event has bytes: generators of
 * clients and of tests use them, and security rules ask for them. Bounds that a schema states itself stay.
 */
export function bounded(schema: JsonSchema): JsonSchema {
  const result: JsonSchema = {};
  for (const [keyword, value] of Object.entries(schema)) result[keyword] = boundedKeyword(keyword, value);
  const types = Array.isArray(result.type) ? result.type : [result.type];
  if (types.includes('string') && !FIXED.some((keyword) => keyword in result)) {
    result.maxLength ??= MAX_TEXT;
    if (!('format' in result) && !('pattern' in result)) result.pattern = '^[\\s\\S]*$';
  }
  if (types.includes('array')) result.maxItems ??= MAX_ITEMS;
  if (types.includes('integer')) {
    result.format = 'int64';
    result.minimum ??= Number.MIN_SAFE_INTEGER;
    result.maximum ??= Number.MAX_SAFE_INTEGER;
  }
  if (typeof result.additionalProperties === 'object') result.maxProperties ??= MAX_PROPERTIES;
  return result;
}

const FIXED = ['enum', 'const'];
const OF_SCHEMAS: ReadonlySet<string> = new Set(['properties', '$defs']);
const OF_ONE: ReadonlySet<string> = new Set(['items', 'additionalProperties', 'propertyNames', 'not']);
const OF_LIST: ReadonlySet<string> = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems']);

function boundedKeyword(keyword: string, value: unknown): unknown {
  if (OF_LIST.has(keyword) && Array.isArray(value)) return value.map((each) => bounded(each as JsonSchema));
  if (typeof value !== 'object' || value === null) return value;
  if (OF_ONE.has(keyword)) return keyword === 'not' ? value : bounded(value as JsonSchema);
  if (OF_SCHEMAS.has(keyword)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, bounded(each as JsonSchema)]),
    );
  }
  return value;
}
