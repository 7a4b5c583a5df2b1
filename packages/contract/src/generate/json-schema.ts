import { z } from 'zod';
import { structuredEvent } from '../cloud-event.ts';
import { EVENT_DATA, EVENT_TYPES, type EventType } from '../events/types.ts';
import { taskUpdated } from '../update.ts';
import { EVENT_PARTS, pascal, type SchemaNames, TASK_PARTS } from './names.ts';
import { namedSchemas, reachable } from './schema-book.ts';
import type { JsonSchema } from './walk.ts';

const ID_BASE = 'urn:taskfold:events';
const DEFS = '#/$defs/';

/** The schema of each event and of its data, of `task.updated`, and of the parts of them. */
const EVENT_NAMES: SchemaNames = new Map<z.ZodType, string>([
  ...EVENT_TYPES.map((type) => [structuredEvent(type), pascal(type)] as const),
  ...EVENT_TYPES.map((type) => [EVENT_DATA[type], `${pascal(type)}Data`] as const),
  [taskUpdated, pascal('task.updated')],
  ...EVENT_PARTS,
  ...TASK_PARTS,
]);

/** The JSON Schema of every event type as producers send it, and of `task.updated` as consumers get it, by type. */
export function jsonSchemas(): ReadonlyMap<string, JsonSchema> {
  const schemas = namedSchemas(EVENT_NAMES, DEFS);
  return new Map(
    [...EVENT_TYPES, 'task.updated'].map((type) => {
      const title = pascal(type);
      const schema = schemas[title] ?? {};
      const parts = reachable(schemas, DEFS, schema);
      return [
        type,
        {
          $schema: 'https://json-schema.org/draft/2020-12/schema',
          $id: `${ID_BASE}:${type}`,
          title,
          ...schema,
          $defs: parts,
        },
      ];
    }),
  );
}

/** The same schemas by their names, for a document that has them all. */
export function eventComponents(uri: string): Readonly<Record<string, JsonSchema>> {
  return namedSchemas(EVENT_NAMES, uri, 'draft-07');
}

/** What producers may send, in one piece: unknown fields are allowed and ignored, defaults may be left out. */
export function eventSchema(type: EventType): JsonSchema {
  return z.toJSONSchema(structuredEvent(type), { io: 'input' });
}

/** What consumers get, in one piece: keys may be added in time, so further ones are allowed here, too. */
export function updateSchema(): JsonSchema {
  return z.toJSONSchema(taskUpdated, { io: 'input' });
}
