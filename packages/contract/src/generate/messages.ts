import { DEAD_LETTER_HEADERS } from '../dead-letters.ts';
import { EVENT_TYPES, type EventType } from '../events/types.ts';
import { EXAMPLE_EVENTS } from '../examples/events.ts';
import { EXAMPLE_UPDATE } from '../examples/update.ts';
import { IDENTIFIER } from '../primitives.ts';
import { TOPICS } from '../topics.ts';
import { eventComponents } from './json-schema.ts';
import { pascal } from './names.ts';
import type { JsonSchema } from './walk.ts';

export type MessageObject = JsonSchema;

/** The two forms of the CloudEvents Kafka binding; `binary` has the attributes in headers. */
export const CONTENT_MODES = ['structured', 'binary'] as const;

/** One message for every event type and content mode, named as `TaskCreatedStructured`. */
export function eventMessages(): Record<string, MessageObject> {
  return Object.fromEntries(
    EVENT_TYPES.flatMap((type) => [
      [messageName(type, 'structured'), structuredMessage(type)],
      [messageName(type, 'binary'), binaryMessage(type)],
    ]),
  );
}

export function updateMessage(): MessageObject {
  return {
    name: 'TaskUpdated',
    title: 'task.updated',
    summary: 'A task changed: its whole newest state.',
    contentType: 'application/cloudevents+json',
    headers: { $ref: '#/components/schemas/StructuredHeaders' },
    payload: { $ref: '#/components/schemas/TaskUpdated' },
    bindings: keyBinding({ type: 'string', description: TOPICS.updates.key }),
    examples: [{ name: 'task.updated', payload: EXAMPLE_UPDATE }],
  };
}

export function deadLetterMessage(): MessageObject {
  return {
    name: 'DeadLetter',
    title: 'A record that cannot fold',
    summary: 'The record as it came, byte for byte, with its own headers and these.',
    contentType: 'application/octet-stream',
    headers: { $ref: '#/components/schemas/DeadLetterHeaders' },
    payload: { $ref: '#/components/schemas/DeadLetterRecord' },
    bindings: keyBinding({ description: TOPICS.dead.key }),
  };
}

function structuredMessage(type: EventType): MessageObject {
  return {
    ...heading(type, 'structured'),
    contentType: 'application/cloudevents+json',
    headers: { $ref: '#/components/schemas/StructuredHeaders' },
    payload: { $ref: `#/components/schemas/${pascal(type)}` },
    bindings: keyBinding(taskKey),
    examples: [{ name: type, payload: EXAMPLE_EVENTS[type] }],
  };
}

function binaryMessage(type: EventType): MessageObject {
  const { data, datacontenttype, ...attributes } = EXAMPLE_EVENTS[type];
  return {
    ...heading(type, 'binary'),
    contentType: 'application/json',
    headers: { $ref: `#/components/schemas/${pascal(type)}Headers` },
    payload: { $ref: `#/components/schemas/${pascal(type)}Data` },
    bindings: keyBinding(taskKey),
    examples: [
      {
        name: type,
        headers: {
          'content-type': datacontenttype ?? 'application/json',
          ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce_${name}`, value])),
        },
        payload: data ?? {},
      },
    ],
  };
}

function heading(type: EventType, mode: (typeof CONTENT_MODES)[number]) {
  const { description } = schemas[pascal(type)] ?? {};
  return { name: messageName(type, mode), title: `${type} (${mode})`, summary: description };
}

function attributeHeaders(type: EventType): JsonSchema {
  const { properties, required } = schemas[pascal(type)] as unknown as {
    properties: Record<string, JsonSchema>;
    required: readonly string[];
  };
  const attributes = Object.entries(properties).filter(([name]) => !NOT_A_HEADER.has(name));
  return {
    type: 'object',
    properties: {
      'content-type': { type: 'string', description: 'The media type of the data; JSON where it is absent.' },
      ...Object.fromEntries(attributes.map(([name, schema]) => [`ce_${name}`, schema])),
    },
    required: required.filter((name) => !NOT_A_HEADER.has(name)).map((name) => `ce_${name}`),
  };
}

/** Every schema that messages refer to: events, their data, the parts of both, and headers. */
export function messageSchemas(): Readonly<Record<string, JsonSchema>> {
  const letterHeaders = Object.entries(DEAD_LETTER_HEADERS);
  return {
    ...schemas,
    ...Object.fromEntries(EVENT_TYPES.map((type) => [`${pascal(type)}Headers`, attributeHeaders(type)])),
    StructuredHeaders: contentTypeHeader('application/cloudevents+json'),
    DeadLetterHeaders: {
      type: 'object',
      properties: Object.fromEntries(
        letterHeaders.map(([name, description]) => [name, { type: 'string', description }]),
      ),
      required: letterHeaders.map(([name]) => name),
    },
    DeadLetterRecord: { description: 'Whatever the record held.' },
  };
}

/** `task.created`, `binary` → `TaskCreatedBinary`: without dots, which generators make identifiers of. */
export function messageName(type: EventType, mode: (typeof CONTENT_MODES)[number]): string {
  return `${pascal(type)}${pascal(mode)}`;
}

const schemas = eventComponents('#/components/schemas/');

const NOT_A_HEADER: ReadonlySet<string> = new Set(['data', 'datacontenttype']);

const taskKey: JsonSchema = {
  type: 'string',
  pattern: IDENTIFIER.source,
  description: TOPICS.events.key,
};

function contentTypeHeader(contentType: string): JsonSchema {
  return {
    type: 'object',
    properties: {
      'content-type': {
        type: 'string',
        pattern: `^${contentType.replace('+', '\\+')}`,
        description: 'Says that the value is the whole event.',
      },
    },
    required: ['content-type'],
  };
}

function keyBinding(key: JsonSchema) {
  return { kafka: { key, bindingVersion: '0.5.0' } };
}
