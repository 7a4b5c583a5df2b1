import { z } from 'zod';
import type { SchemaNames } from './names.ts';
import { plain } from './plain.ts';
import type { JsonSchema } from './walk.ts';
import { isSchema, mapSchema } from './walk.ts';

/** Every schema that has a name, by its name; where one holds another, it refers to it. */
export function namedSchemas(
  names: SchemaNames,
  uri: string,
  target: 'draft-2020-12' | 'draft-07' = 'draft-2020-12',
): Readonly<Record<string, JsonSchema>> {
  const registry = z.registry<{ id: string }>();
  for (const [schema, id] of names) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io: 'input', target, uri: (id) => `${uri}${id}` });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _schema, $id: _id, ...schema }]) => [
      name,
      plain(schema as JsonSchema),
    ]),
  );
}

/** A schema without `$defs`: each stands where it is referred to, so that names make no difference. None refers to itself. */
export function inlined({ $defs, ...schema }: JsonSchema): JsonSchema {
  const parts = isSchema($defs) ? $defs : {};
  const inline = (part: JsonSchema): JsonSchema => {
    const { $ref, ...rest } = part;
    const found = typeof $ref === 'string' ? parts[$ref.replace('#/$defs/', '')] : undefined;
    return isSchema(found) ? { ...mapSchema(found, inline), ...rest } : part;
  };
  return mapSchema(schema, inline);
}

/** Those schemas that a value refers to, and those that these refer to, in the order of `schemas`. */
export function reachable(
  schemas: Readonly<Record<string, JsonSchema>>,
  uri: string,
  from: unknown,
): Record<string, JsonSchema> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) visit(each);
    if (!isSchema(value)) return;
    for (const [key, each] of Object.entries(value)) {
      if (key !== '$ref' || typeof each !== 'string' || !each.startsWith(uri)) visit(each);
      else if (!found.has(each)) {
        found.add(each);
        visit(schemas[each.slice(uri.length)]);
      }
    }
  };
  visit(from);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => found.has(`${uri}${name}`)));
}
