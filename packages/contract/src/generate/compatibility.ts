import { isDeepStrictEqual } from 'node:util';
import { inlined } from './schema-book.ts';
import type { JsonSchema } from './walk.ts';

/**
 * Who writes what a schema describes: producers of events (`input`), which others read as well, clients of the API
 * (`request`), which it alone reads, or the system (`output`).
 */
export type Side = 'input' | 'request' | 'output';

/** Keywords that say nothing about which values are valid. */
const ANNOTATIONS: ReadonlySet<string> = new Set(['$schema', '$id', 'title', 'description', 'examples']);
/** Keywords that hold schemas, compared one by one instead of as a whole. */
const NESTED: ReadonlySet<string> = new Set(['items', 'additionalProperties']);

/**
 * What makes `current` incompatible with the `released` schema. Allowed are further fields, which must be optional where
 * producers or clients write them, and null in an optional field that they write, which is its absence; what has several forms
 * may have one more there. What the API alone reads may be of more types, one of more values and within wider limits, and a size
 * that was stated of an answer may be stated larger. All else, a looser limit of an event included, retypes or reuses a field.
 *
 * @returns one sentence for each difference, naming the field by its path; none where all is well.
 */
export function incompatibilities(
  released: JsonSchema,
  current: JsonSchema,
  side: Side,
  path = '',
): readonly string[] {
  if ('$defs' in released || '$defs' in current) {
    return incompatibilities(inlined(released), inlined(current), side, path);
  }
  if (side === 'request' && isOneOf(released, current)) return [];
  const keywords = new Set([...Object.keys(released), ...Object.keys(current)]);
  return [...keywords].flatMap((keyword) => {
    const before = released[keyword];
    const after = current[keyword];
    if (ANNOTATIONS.has(keyword)) return [];
    if (keyword === 'x-extensible-enum') return goneValues(before, after, path);
    if (keyword === 'properties') {
      const required = asNames(released.required);
      return propertyProblems(asSchema(before), asSchema(after), side, path, required);
    }
    if (keyword === 'required') return requiredProblems(asNames(before), asNames(after), side, path);
    // What a text holds may be described where it was not; and what the API alone reads may be of one type or value more.
    if (keyword === 'contentSchema' && before === undefined) return [];
    if (CHOICES.has(keyword) && side === 'request' && takesMore(before, after)) return [];
    if (side !== 'input' && isLoosened(keyword, before, after, side)) return [];
    if (NESTED.has(keyword) && isSchema(before) && isSchema(after)) {
      if (keyword === 'items') return incompatibilities(before, after, side, `${path}/*`);
      return incompatibilities(before, written(side, before, after), side, `${path}/<any>`);
    }
    if (keyword === 'anyOf' && isSchemaList(before) && isSchemaList(after)) {
      const kept =
        side === 'output' ? after : after.filter(({ type }) => before.some((is) => is.type === type));
      if (before.length === kept.length) {
        return before.flatMap((branch, index) => incompatibilities(branch, kept[index] ?? {}, side, path));
      }
    }
    return isDeepStrictEqual(before, after)
      ? []
      : [`${path || '/'}: ${keyword} was ${JSON.stringify(before)} and is ${JSON.stringify(after)}`];
  });
}

/** Values that may grow in time may do so; those that were known stay. */
function goneValues(before: unknown, after: unknown, path: string): readonly string[] {
  const [known, now] = [asNames(before), asNames(after)];
  return known.filter((value) => !now.includes(value)).map((value) => `${path}: the value ${value} is gone`);
}

function propertyProblems(
  before: JsonSchema,
  after: JsonSchema,
  side: Side,
  path: string,
  required: readonly string[],
) {
  return Object.entries(before).flatMap(([name, value]) => {
    const field = `${path}/${name}`;
    const now = after[name];
    if (!isSchema(now)) return [`${field}: was removed`];
    const schema = asSchema(value);
    const current = required.includes(name) ? now : written(side, schema, now);
    return incompatibilities(schema, current, side, field);
  });
}

/** What may be written where something may be absent: null says so as well, which the released schema need not say. */
function written(side: Side, released: JsonSchema, current: JsonSchema): JsonSchema {
  const { anyOf, type, ...rest } = current;
  if (side === 'output' || 'anyOf' in released) return current;
  if (isDeepStrictEqual(type, [released.type, 'null'])) return { ...current, type: released.type };
  if (!isSchemaList(anyOf)) return current;
  const [only, ...others] = anyOf.filter((branch) => !isDeepStrictEqual(branch, { type: 'null' }));
  return only === undefined || others.length > 0 ? current : { ...only, ...rest };
}

function requiredProblems(before: readonly string[], after: readonly string[], side: Side, path: string) {
  const loosened = before
    .filter((name) => !after.includes(name))
    .map((name) => `${path}/${name}: was required and is optional`);
  // Readers of an answer do not mind a key more; producers that know nothing of it cannot send it.
  if (side === 'output') return loosened;
  const tightened = after
    .filter((name) => !before.includes(name))
    .map((name) => `${path}/${name}: is required, which the released producers do not know`);
  return [...loosened, ...tightened];
}

const SIZES: ReadonlySet<string> = new Set(['maxLength', 'maxItems', 'maxProperties']);
const LEAST: ReadonlySet<string> = new Set(['minLength', 'minItems', 'minProperties', 'minimum']);

function isLoosened(keyword: string, before: unknown, after: unknown, side: Side): boolean {
  if (typeof before !== 'number') return false;
  const isMore = after === undefined || Number(after) > before;
  if (SIZES.has(keyword)) return isMore;
  if (side !== 'request') return false;
  if (keyword === 'maximum') return isMore;
  return LEAST.has(keyword) && (after === undefined || Number(after) < before);
}

/** Keywords that name what there is to choose from. */
const CHOICES: ReadonlySet<string> = new Set(['type', 'enum']);

/** Whether what was taken is one of several things that are taken now. */
function isOneOf(released: JsonSchema, { anyOf, ...current }: JsonSchema): boolean {
  if (released.anyOf !== undefined || !isSchemaList(anyOf)) return false;
  return anyOf.some(
    (branch) => incompatibilities(released, { ...current, ...branch }, 'request').length === 0,
  );
}

function takesMore(before: unknown, after: unknown): boolean {
  const [choices, now] = [before, after].map((choice) => (Array.isArray(choice) ? choice : [choice]));
  return choices?.every((choice) => now?.includes(choice)) ?? false;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSchemaList(value: unknown): value is readonly JsonSchema[] {
  return Array.isArray(value) && value.every(isSchema);
}

function asSchema(value: unknown): JsonSchema {
  return isSchema(value) ? value : {};
}

function asNames(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
