import { cloudEventAttributes } from '@taskfold/contract';

type Schema = Readonly<Record<string, unknown>>;

/** As JSON has it: its patterns are texts. */
export interface PlainRule {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, PlainRule>>;
  readonly [keyword: string]: unknown;
}

const KEPT = new Set([
  ...['type', 'const', 'enum', 'pattern', 'not', 'format', 'minLength', 'maxLength', 'minimum', 'maximum'],
  ...[
    'maxItems',
    'items',
    'properties',
    'required',
    'additionalProperties',
    'propertyNames',
    'maxProperties',
  ],
]);
const SAID_FOR_PEOPLE = new Set(['title', 'description', 'default']);

/**
 * What a named schema asks of a value, in one piece.
 *
 * @throws where a schema asks in a way that the client does not check yet
 */
export function eventRule(schemas: Schema, name: string): PlainRule {
  return ruleOf(schemas, schemas[name] as Schema);
}

function ruleOf(schemas: Schema, { $ref, allOf, anyOf, ...schema }: Schema): PlainRule {
  const inner = (part: unknown) => ruleOf(schemas, part as Schema);
  if (typeof $ref === 'string') return eventRule(schemas, $ref.replace('#/components/schemas/', ''));
  const all = Array.isArray(allOf) ? allOf.map(inner) : [];
  const forms = Array.isArray(anyOf) ? anyOf.map(inner) : [];
  // What may be anything, or null, may be anything.
  const parts = forms.some(({ type }) => type === undefined) ? all : [...all, ...forms];
  const own = Object.entries(schema).filter(([keyword]) => !SAID_FOR_PEOPLE.has(keyword));
  for (const [keyword] of own) {
    if (!KEPT.has(keyword)) throw new Error(`the client has no check for "${keyword}" of a schema of events`);
  }
  const rule = own.map(([keyword, value]): [string, unknown] => {
    if (keyword === 'properties') return [keyword, ofMembers(value as Schema, inner)];
    if (keyword === 'pattern') return [keyword, asContractChecks(String(value))];
    const isRule =
      typeof value === 'object' && ['items', 'additionalProperties', 'propertyNames'].includes(keyword);
    return [keyword, isRule ? inner(value) : value];
  });
  return merged([...parts, Object.fromEntries(rule)]);
}

function ofMembers(properties: Schema, inner: (part: unknown) => PlainRule): object {
  return Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, inner(each)]));
}

/** Of several forms that a value may have there is one of each type at most, so that one rule says them all. */
function merged(rules: readonly PlainRule[]): PlainRule {
  const types = [...new Set(rules.flatMap(({ type }) => type ?? []))];
  const asked = rules.flatMap((rule) => Object.keys(rule)).filter((keyword) => keyword !== 'type');
  if (new Set(asked).size < asked.length)
    throw new Error(`forms that ask the same: ${JSON.stringify(rules)}`);
  const type = types.length > 1 ? types : types[0];
  return { ...(Object.assign({}, ...rules) as PlainRule), ...(type === undefined ? {} : { type }) };
}

/** Documents have the ids of events in ranges that every dialect reads; the contract itself asks for more. */
function asContractChecks(pattern: string): string {
  const { id } = cloudEventAttributes.shape;
  return pattern === id.meta()?.pattern ? patternOf(id) : pattern;
}

function patternOf({ def }: typeof cloudEventAttributes.shape.id): string {
  const [pattern] = (def.checks ?? []).flatMap((check) =>
    'pattern' in check._zod.def && check._zod.def.pattern instanceof RegExp
      ? [check._zod.def.pattern.source]
      : [],
  );
  if (pattern === undefined) throw new Error('the contract says no pattern for the id of an event');
  return pattern;
}
