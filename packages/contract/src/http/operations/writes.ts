import { z } from 'zod';
import { structuredEvent } from '../../cloud-event.ts';
import { listOf } from '../../envelope/page.ts';
import { taskEnvelope } from '../../envelope/task.ts';
import { EXAMPLE_EVENTS } from '../../examples/events.ts';
import { EXAMPLE_UPDATE } from '../../examples/update.ts';
import { message, OPEN } from '../../primitives.ts';
import { BODY_ERRORS, jsonAnswer, jsonBody, noQuery, type Operation } from '../operation.ts';

const envelope = { 'application/json': { schema: taskEnvelope, example: EXAMPLE_UPDATE.data } };

/** The body of a request to cancel a task. */
export const cancelTaskBody = z.strictObject({
  reason: message.nullish().meta({ description: 'Why the task should end; null says no more than nothing.' }),
});

export const cancelTask = {
  id: 'cancelTask',
  method: 'POST',
  path: '/v1/tasks/{task_id}/cancel',
  scope: 'tasks:cancel',
  tag: 'Tasks',
  summary: 'Ask for a task to end',
  description:
    'Publishes a request that whoever works on the task should end it. The answer shows the request as `cancel`; whether it was in time is seen in `cancel.outcome` later. A task that has ended, or was asked to end before, is answered as it is, and nothing is published. While the log cannot be reached the answer is 503; the request may still arrive, and repeating it with the same `Idempotency-Key` is safe.',
  query: noQuery,
  headers: {
    'Idempotency-Key': {
      schema: z.string().regex(/^[\x21-\x7e]{1,255}$/),
      description: 'Makes the request safe to repeat for 24 hours.',
    },
  },
  body: jsonBody(cancelTaskBody.nullable(), { reason: 'The customer closed the page.' }, { optional: true }),
  answers: {
    200: { description: 'The task has ended; nothing changes.', content: envelope },
    202: { description: 'The task was asked to end.', content: envelope },
  },
  errors: [...BODY_ERRORS, 'task_not_found', 'idempotency_conflict', 'request_in_progress'],
} as const satisfies Operation;

export const eraseTask = {
  id: 'eraseTask',
  method: 'DELETE',
  path: '/v1/tasks/{task_id}',
  scope: 'admin',
  tag: 'Tasks',
  summary: 'Remove the content of a task',
  description:
    'Input, output, metadata, messages and callback address are removed from everything that this system stores or serves; status, money and times stay. The log of events itself keeps what was published.',
  query: noQuery,
  answers: {
    200: { description: 'The content was removed before.', content: envelope },
    202: { description: 'The content is being removed.', content: envelope },
  },
  errors: ['task_not_found', 'invalid_request'],
} as const satisfies Operation;

const TRACE = 'W3C Trace Context of the producer, left out where it is none.';

/** Any event as it may be posted. */
export const postedEvent = structuredEvent('task.created')
  .extend({
    id: z.string().min(1).max(256).meta({ description: 'With `source` identifies the event for ever.' }),
    source: z.string().min(1).max(256).meta({ description: 'Who says so: the producer.' }),
    type: z.string().meta({ description: 'What happened.' }),
    tenantid: z
      .string()
      .nullable()
      .optional()
      .meta({ description: 'The tenant of the key; absent or null means the same.' }),
    // An optional attribute that is odd is left out, and data of a type that is not known is not looked at: neither is refused.
    traceparent: z
      .unknown()
      .optional()
      .meta({ description: `${TRACE} Text of at most 256 characters.` }),
    tracestate: z
      .unknown()
      .optional()
      .meta({ description: `${TRACE} Text of at most 2048 characters.` }),
    apikeyid: z.unknown().optional().meta({
      description:
        'Of `task.created`: the API key that the task was asked for with, an id. That of the request where there is none, or one that is odd.',
    }),
    sequence: z.unknown().optional().meta({
      description:
        "The producer's own order, as a text of at most 256 characters or an integer. It decides nothing; anything else is left out.",
    }),
    data: z
      .unknown()
      .optional()
      .meta({ description: 'What the type says, an object; of a type that is not known, anything.' }),
  })
  .meta({
    description: 'A CloudEvent in structured mode. The reference of events has the data of each type.',
  });

/** Why an event was refused. */
export const refusal = z.object({
  code: z
    .enum(['invalid_event', 'tenant_mismatch', 'forbidden'])
    .meta({ description: 'Why, for programs.', ...OPEN }),
  message: z.string().meta({ description: 'Why, for people.' }),
});

/** What became of one event. */
export const eventReceipt = z.object({
  object: z.literal('event_receipt').meta({ description: 'What this is.' }),
  id: z.string().nullable().meta({ description: 'The id of the event.' }),
  source: z.string().nullable().meta({ description: 'The source of the event.' }),
  status: z.enum(['accepted', 'refused']).meta({ description: 'What became of it.' }),
  position: z
    .string()
    .nullable()
    .meta({ description: 'Where it is in the log, for `min_position`: `<partition>:<offset>`.' }),
  error: refusal.nullable().meta({ description: 'Why it was refused.' }),
});

/** The answer to `POST /v1/events`. */
export const eventReceipts = listOf(eventReceipt, 'One for each event, in the order of the request.');

/** Without a tenant: that of the key, whoever pastes it. */
const { tenantid: _, ...example } = EXAMPLE_EVENTS['task.progressed'];

export const postEvents = {
  id: 'postEvents',
  method: 'POST',
  path: '/v1/events',
  scope: 'events:write',
  tag: 'Events',
  summary: 'Publish events',
  description:
    'CloudEvents over HTTP, in structured, batched or binary mode (attributes in `ce-` headers, the data as the body; an event without data needs none). As `application/json`, as any other type of JSON, and without a type, a body beside `ce-` headers is the data; else an object with a `specversion` is an event, and an array a batch. The values of `ce-` headers may be quoted, and are percent-encoded UTF-8. An object that names a member twice is refused. The tenant is that of the key. A task counts as asked for with the key of the request, unless its creation names another in `apikeyid`, as a gateway does that publishes for its callers. Charges, refunds and settlements need the scope `billing:write` as well, erasures `admin`; what the system publishes itself is refused. A batch of up to 500 events, or none, is answered event by event. While the log cannot be reached the answer is 503; the events may still arrive, and repeating them with the same ids is safe.',
  query: noQuery,
  body: {
    required: false,
    content: {
      'application/cloudevents+json': { schema: postedEvent, example },
      'application/cloudevents-batch+json': { schema: z.array(postedEvent).max(500), example: [example] },
      'application/json': {
        schema: z
          .union([
            z.record(z.string(), z.unknown()).meta({ title: 'DataOrEvent' }),
            z.array(postedEvent).max(500).meta({ title: 'Batch' }),
            z.null(),
          ])
          .meta({ description: 'The data, in binary mode; a whole event; or a batch.' }),
        example: example.data,
      },
    },
  },
  answers: {
    202: jsonAnswer('The events are in the log, apart from those that are refused.', eventReceipts),
  },
  errors: BODY_ERRORS,
} as const satisfies Operation;
