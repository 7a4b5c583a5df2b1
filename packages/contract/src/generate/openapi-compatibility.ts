import { isDeepStrictEqual } from 'node:util';
import { incompatibilities, type Side } from './compatibility.ts';
import { reachable } from './schema-book.ts';
import type { JsonSchema } from './walk.ts';

type Named = Readonly<Record<string, JsonSchema>>;

/**
 * What breaks clients of a released OpenAPI document: operations, parameters, bodies or answers that are gone or retyped,
 * and parameters that became required. Operations, optional parameters, keys of answers, errors, their codes and further kinds
 * of credentials may be added.
 *
 * @returns one sentence for each breach
 */
export function openApiBreaches(released: JsonSchema, current: JsonSchema): readonly string[] {
  const sent = sentSchemas(released);
  return [
    ...pairs(operationsOf(released), operationsOf(current)).flatMap(([name, before, after]) =>
      after === undefined ? [`${name} is gone`] : operationBreaches(name, before, after),
    ),
    ...pairs(schemasOf(released), schemasOf(current)).flatMap(([name, before, after]) =>
      after === undefined
        ? [`schema ${name} is gone`]
        : schemaBreaches(`schema ${name}`, before, after, sent.has(name) ? 'request' : 'output'),
    ),
  ];
}

function operationBreaches(name: string, before: JsonSchema, after: JsonSchema): readonly string[] {
  return [
    ...(takesSameKeys(before.security, after.security) ? [] : [`${name} asks for other keys`]),
    ...parameterBreaches(name, parametersOf(before), parametersOf(after)),
    ...bodyBreaches(`${name}, body`, object(before.requestBody), object(after.requestBody)),
    ...pairs(answersOf(before), answersOf(after)).flatMap(([status, answer, now]) =>
      now === undefined
        ? [`${name} no longer answers ${status}`]
        : contentBreaches(`${name}, ${status}`, answer, now, 'output'),
    ),
  ];
}

/** Whoever was let in by what they have is let in still. */
function takesSameKeys(before: unknown, after: unknown): boolean {
  const [old, now] = [before ?? DOCUMENT_SECURITY, after ?? DOCUMENT_SECURITY];
  if (!Array.isArray(old) || !Array.isArray(now)) return false;
  if (old.length === 0 || now.length === 0) return old.length === now.length;
  return old.every((way) => now.some((other) => isDeepStrictEqual(way, other)));
}

/** What operations ask for that say nothing of it. */
const DOCUMENT_SECURITY = [{ apiKey: [] }];

function parameterBreaches(name: string, before: Named, after: Named): readonly string[] {
  const added = Object.entries(after).filter(([key, { required }]) => required === true && !(key in before));
  return [
    ...added.map(([key]) => `${name} requires ${key}`),
    ...pairs(before, after).flatMap(([key, parameter, now]) => {
      if (now === undefined) return [`${name} no longer takes ${key}`];
      const tightened =
        now.required === true && parameter.required !== true ? [`${name} requires ${key}`] : [];
      const where = `${name}, ${key}`;
      return [
        ...tightened,
        ...schemaBreaches(where, object(parameter.schema), object(now.schema), 'request'),
      ];
    }),
  ];
}

function bodyBreaches(name: string, before: JsonSchema, after: JsonSchema): readonly string[] {
  const tightened = after.required === true && before.required !== true ? [`${name} is required`] : [];
  return [...tightened, ...contentBreaches(name, before, after, 'request')];
}

function contentBreaches(name: string, before: JsonSchema, after: JsonSchema, side: Side): readonly string[] {
  const [contents, now] = [before, after].map(({ content }) => object(content) as Named);
  return pairs(contents ?? {}, now ?? {}).flatMap(([type, media, other]) =>
    other === undefined
      ? [`${name} no longer is ${type}`]
      : schemaBreaches(`${name}, ${type}`, object(media.schema), object(other.schema), side),
  );
}

function schemaBreaches(name: string, before: JsonSchema, after: JsonSchema, side: Side): readonly string[] {
  return incompatibilities(before, after, side).map((problem) => `${name}: ${problem}`);
}

function operationsOf({ paths }: JsonSchema): Named {
  return Object.fromEntries(
    Object.entries(object(paths)).flatMap(([path, methods]) =>
      Object.entries(object(methods)).map(([method, operation]) => [
        `${method.toUpperCase()} ${path}`,
        object(operation),
      ]),
    ),
  );
}

function parametersOf({ parameters }: JsonSchema): Named {
  const list = Array.isArray(parameters) ? parameters.map(object) : [];
  return Object.fromEntries(list.map((each) => [String(each.$ref ?? `${each.in} ${each.name}`), each]));
}

/** Errors may come and go: clients know them by their code. */
function answersOf({ responses }: JsonSchema): Named {
  return Object.fromEntries(
    Object.entries(object(responses) as Named).filter(([status]) => /^[23]/.test(status)),
  );
}

function schemasOf({ components }: JsonSchema): Named {
  return object(object(components).schemas) as Named;
}

/** The named schemas that clients send and are never answered with. */
function sentSchemas(document: JsonSchema): ReadonlySet<string> {
  const operations = Object.values(operationsOf(document));
  const schemas = schemasOf(document);
  const namesIn = (part: unknown) => Object.keys(reachable(schemas, '#/components/schemas/', part));
  const answered = new Set(namesIn([operations.map(({ responses }) => responses), document.webhooks]));
  const bodies = namesIn(operations.map(({ requestBody }) => requestBody));
  return new Set(bodies.filter((name) => !answered.has(name)));
}

function pairs(before: Named, after: Named) {
  return Object.entries(before).map(([name, value]) => [name, value, after[name]] as const);
}

function object(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonSchema) : {};
}
