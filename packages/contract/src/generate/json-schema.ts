import { z } from 'zod';
import { structuredEvent } from '../cloud-event.ts';
import { EVENT_TYPES, type EventType } from '../events/types.ts';
import { taskUpdated } from '../update.ts';

export interface JsonSchema {
  [keyword: string]: unknown;
}

const ID_BASE = 'urn:taskfold:events';

/** The JSON Schema of every event type as producers send it, and of `task.updated` as consumers get it, by type. */
export function jsonSchemas(): ReadonlyMap<string, JsonSchema> {
  const schemas = new Map<string, JsonSchema>();
  for (const type of EVENT_TYPES) schemas.set(type, identified(type, eventSchema(type)));
  schemas.set('task.updated', identified('task.updated', updateSchema()));
  return schemas;
}

function identified(type: string, { $schema, ...schema }: JsonSchema): JsonSchema {
  return { $schema, $id: `${ID_BASE}:${type}`, title: type, ...schema };
}

/** What producers may send: unknown fields are allowed and ignored, defaults may be left out. */
export function eventSchema(
  type: EventType,
  target: 'draft-2020-12' | 'draft-07' = 'draft-2020-12',
): JsonSchema {
  return z.toJSONSchema(structuredEvent(type), { io: 'input', target });
}

/** What consumers get: keys may be added in time, so further ones are allowed here, too. */
export function updateSchema(target: 'draft-2020-12' | 'draft-07' = 'draft-2020-12'): JsonSchema {
  return z.toJSONSchema(taskUpdated, { io: 'input', target });
}
