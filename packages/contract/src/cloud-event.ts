import { z } from 'zod';
import { EVENT_DATA, type EventType } from './events/types.ts';
import { eventIdentifier, identifier, instant } from './primitives.ts';

/** The largest value of a record of the events topic, in bytes. */
export const MAX_EVENT_BYTES = 1024 * 1024;

const anyType = z
  .string()
  .regex(
    /^task\.[A-Za-z0-9_.-]{1,123}$/,
    'must begin with "task.", at most 128 of the characters A-Z a-z 0-9 _ . -',
  )
  .meta({
    description: 'What happened. Types that this version does not know are recorded and change nothing.',
  });

/**
 * The context attributes that every event must carry, in either content mode (in binary mode each is a `ce_` header).
 * Extensions not named here are ignored; a null stands for an attribute that is absent, as the CloudEvents JSON format
 * says.
 */
export const cloudEventAttributes = z.object({
  specversion: z.literal('1.0').meta({ description: 'The version of CloudEvents.' }),
  id: eventIdentifier.meta({
    description: 'With `source` identifies the event for ever: the same pair again is a duplicate.',
  }),
  source: eventIdentifier.meta({ description: 'Who says so: the producer, as a URI reference.' }),
  type: anyType,
  time: instant.meta({ description: 'When it happened: RFC 3339 with any offset, kept to microseconds.' }),
  subject: identifier.meta({ description: 'The id of the task, and the key of the Kafka record.' }),
  tenantid: identifier.meta({
    description: 'The tenant that the task belongs to. The same task id under two tenants is two tasks.',
  }),
  traceparent: extension(z.string().max(256).nullable()).meta({
    description: 'W3C Trace Context of the producer.',
  }),
  tracestate: extension(z.string().max(2048).nullable()).meta({
    description: 'W3C Trace Context of the producer.',
  }),
  apikeyid: extension(identifier.nullable()).meta({
    description:
      'Of `task.created`: the API key of the caller that the task was asked for with. It says whom to count the task under, and grants nothing.',
  }),
  sequence: extension(
    z.union([
      z.string().max(256).meta({ title: 'Text' }),
      z.number().meta({ title: 'WholeNumber', type: 'integer' }),
      z.null(),
    ]),
  ).meta({
    description: "The producer's own order, as a text or an integer. It is accepted, and decides nothing.",
  }),
});

/** What an event need not carry is left out where it is odd: an event is worth more than its trace. */
function extension<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().catch(undefined);
}

export type CloudEventAttributes = z.output<typeof cloudEventAttributes>;

/** The whole event of one type in structured mode, as its JSON Schema describes it. */
export function structuredEvent<Type extends EventType>(type: Type) {
  const data = EVENT_DATA[type];
  return z
    .object({
      ...cloudEventAttributes.shape,
      type: z.literal(type).meta({ description: 'What happened.' }),
      datacontenttype: z.string().max(256).nullish().meta({ description: 'A JSON media type.' }),
      // Absent data stands for an empty object, which some types are content with.
      data: data.safeParse({}).success ? data.nullish() : data,
    })
    .meta({ description: data.description ?? '' });
}
