import { z } from 'zod';
import { PRODUCER_CLIENTS } from '../clients.ts';
import { cloudEventAttributes } from '../cloud-event.ts';
import { DEAD_LETTER_CODES, DEAD_LETTER_HEADERS } from '../dead-letters.ts';
import { taskList } from '../envelope/summary.ts';
import { taskEnvelope } from '../envelope/task.ts';
import { API_ERRORS, ERRORS, type ErrorCode } from '../errors.ts';
import { EVENT_TYPES, type EventType } from '../events/types.ts';
import { EXAMPLE_EVENTS } from '../examples/events.ts';
import { EXAMPLE_UPDATE } from '../examples/update.ts';
import { TOPICS } from '../topics.ts';
import { type Field, fieldsOf } from './fields.ts';
import { eventSchema, updateSchema } from './json-schema.ts';
import type { JsonSchema } from './walk.ts';

const NOTICE =
  '<!-- Generated from packages/contract by `npm run generate`. Change the schemas, not this file. -->';

export function eventsReference(): string {
  const attributes = fieldsOf(z.toJSONSchema(cloudEventAttributes, { io: 'input' }));
  return page(
    '# Events',
    'Producers publish CloudEvents 1.0 to Kafka; the key of each record is the id of the task. Both forms of the CloudEvents Kafka binding are read: *structured* (`content-type: application/cloudevents+json`, the whole event as the value) and *binary* (each attribute in a header `ce_<name>`, the data as the value). Batches may be compressed with gzip, snappy, lz4 or zstd; what Taskfold publishes is as `KAFKA_COMPRESSION` says, gzip unless it is set, which every client reads. A value is at most 1 MiB, headers at most 256 of 64 KiB together, and one without a value counts as none; an object that names a member twice is refused, because two readers would read two events. `POST /v1/events` takes the same events over HTTP. Attributes and fields that are not listed here are ignored, and so is an optional attribute whose value is odd.',
    'An *identifier* is 1 to 128 of the characters `A-Z a-z 0-9 _ -`. A *time* is RFC 3339 with any offset, in UTC from the year 0001 to 9999. A *decimal string* has up to 15 digits and up to 8 decimals and is never a JSON number. An event type that begins with `task.` and is not listed here is recorded and changes nothing.',
    'What is not required may be left out or be null, which is the same at every depth. So is the empty string in an optional id, name, code or time, and in an optional time also `0001-01-01T00:00:00` in any offset, which Go and .NET print where there is none. `input`, `output` and `error.details` come back as they were sent: every digit of their numbers is kept. A number of more than 4,096 characters or with an exponent beyond 308 is refused there.',
    'The machine-readable forms lie in `packages/contract/generated`: a JSON Schema for each type, and an AsyncAPI document of the topics, which the API serves as `/asyncapi.json`.',
    '## Topics',
    table(
      ['topic', 'key', 'holds', 'settings'],
      Object.values(TOPICS).map(({ name, key, description, config }) => [
        `\`${name}\``,
        key,
        description,
        Object.entries(config)
          .map(([setting, value]) => `\`${setting}=${value}\``)
          .join(' '),
      ]),
    ),
    '## Attributes',
    fieldTable(attributes),
    'Events of the type `task.callback_attempted`, and those whose source begins with `/taskfold/`, are published by Taskfold alone, which signs them in the extension `taskfoldsig`: where it has keys (`EVENT_SIGNING_KEYS`), one that is not signed is a dead letter `forged_event`.',
    ...EVENT_TYPES.flatMap(eventSection),
    '## task.updated',
    'Published by the system to the updates topic: the whole newest state of a task that changed. The data is the [envelope](envelope.md). Revisions of a task rise; skipped ones are normal; after a crash the last ones may come again, so drop a revision that is not above the one you hold.',
    fieldTable(fieldsOf(updateSchema()).filter(({ path }) => !path.startsWith('data.'))),
    example(EXAMPLE_UPDATE),
    '## Clients and their partitioners',
    'The partition is that of the key, by murmur2 without its sign, as Java chooses it. What lies elsewhere or has no key is published again by Taskfold with its subject as the key (`MISPLACED=rekey`, a second record for each), counted and alarmed; the timeline shows where it was found. `MISPLACED=dead_letter` makes it a dead letter. So these settings save work and keep the order of a producer:',
    table(
      ['client', 'setting', 'with its default'],
      PRODUCER_CLIENTS.map(({ client, setting, byDefault }) => [client, setting, byDefault]),
    ),
    '`PARTITIONER=consistent_random` is for systems whose every producer has the default of librdkafka. It is chosen once: the first start stores it, and a processor with another one does not start.',
    '## Dead letters',
    'A record that can never fold is kept aside and published to the dead-letter topic as it came, with these headers besides its own. Its neighbours are unaffected.',
    definitions('header', DEAD_LETTER_HEADERS),
    'The codes:',
    definitions('code', DEAD_LETTER_CODES),
  );
}

export function errorsReference(): string {
  return page(
    '# Errors of the HTTP API',
    'Every error has the same body. `message` is for people and may change; programs read `code`. `retryable` says whether the same request may succeed later. `param` is a JSON Pointer and, like `details`, there only where it helps.',
    example({
      error: {
        code: 'task_not_found',
        message: API_ERRORS.task_not_found.message,
        retryable: false,
        request_id: 'req_01JD9Z6M3T7V2X8Q4N5B6C7D8E',
      },
    }),
    errorTable(Object.keys(API_ERRORS) as ErrorCode[]),
  );
}

/** Errors by their status. */
export function errorTable(codes: readonly ErrorCode[]): string {
  return table(
    ['status', 'code', 'retryable', 'when, and what to do'],
    codes
      .map((code) => [code, ERRORS[code]] as const)
      .sort(([, left], [, right]) => left.status - right.status)
      .map(([code, { status, retryable, description }]) => [
        String(status),
        `\`${code}\``,
        retryable ? 'yes' : 'no',
        description,
      ]),
  );
}

export function envelopeReference(): string {
  const list = z.toJSONSchema(taskList, { io: 'input' });
  return page(
    '# The task envelope',
    'What `GET /v1/tasks/{task_id}` answers and `task.updated` carries. Every key is always present; what is not known is null. Times are RFC 3339 in UTC with milliseconds. Amounts are decimal strings with at least four decimals; the USD references are for display only. Keys may be added in time; ignore those you do not know.',
    fieldTable(fieldsOf(z.toJSONSchema(taskEnvelope, { io: 'input' })), 'always present'),
    '## Example',
    example(EXAMPLE_UPDATE.data),
    '## Lists and summaries',
    'A summary has the keys below, in the same form. Those that are not always present are there when they are asked for.',
    fieldTable(
      fieldsOf(list as JsonSchema).filter(({ path }) => path.split('.').length <= 2),
      'always present',
    ),
  );
}

function eventSection(type: EventType): readonly string[] {
  const schema = eventSchema(type);
  const { data } = schema.properties as { data: JsonSchema };
  const fields = fieldsOf(data);
  return [
    `## ${type}`,
    String(schema.description),
    ...(fields.length > 0 ? [fieldTable(fields)] : []),
    example(EXAMPLE_EVENTS[type]),
  ];
}

export function fieldTable(fields: readonly Field[], presence = 'required'): string {
  return table(
    ['field', 'type', presence, 'meaning'],
    fields.map(({ path, type, required, description }) => [
      `\`${path}\``,
      type,
      required ? 'yes' : 'no',
      description,
    ]),
  );
}

function definitions(heading: string, entries: Readonly<Record<string, string>>): string {
  return table(
    [heading, 'meaning'],
    Object.entries(entries).map(([name, meaning]) => [`\`${name}\``, meaning]),
  );
}

export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heading), line(heading.map(() => '---')), ...rows.map(line)].join('\n');
}

export function example(value: unknown): string {
  return `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
}

export function page(...parts: readonly string[]): string {
  return `${[NOTICE, ...parts].join('\n\n')}\n`;
}
