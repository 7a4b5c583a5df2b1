import { z } from 'zod';
import { taskUpdatesPage } from '../answers.ts';
import { anyHeader, anyQuery, type Operation } from '../operation.ts';
import { taskUpdatesQuery } from '../task-queries.ts';
import { lag } from './reads.ts';

/**
 * Characters of a task: two contents of the size of an event, in which a line end of three bytes is written as six characters,
 * and lists of which each has its bound.
 */
const MAX_DATA = 16 * 1024 * 1024;

/** One event of a stream, as its fields are named there. */
const streamEvent = (event: z.ZodType, data: string, contentSchema: string) =>
  z.object({
    event: event.meta({ description: 'What it is.' }),
    id: z.string().meta({ description: 'For `Last-Event-ID`.' }),
    data: z
      .string()
      .max(MAX_DATA)
      .meta({
        description: data,
        contentMediaType: 'application/json',
        contentSchema: { $ref: `#/components/schemas/${contentSchema}` },
      }),
  });

export const streamTask = {
  id: 'streamTask',
  method: 'GET',
  path: '/v1/tasks/{task_id}/stream',
  scope: 'tasks:read',
  readTokens: true,
  tag: 'Tasks',
  summary: 'Follow a task',
  description:
    'Server-sent events: a `snapshot` of the task, then an `update` with each newer state; the id of an event is the revision, its data the task. What changes faster than the client reads is left out, never the newest state. A comment comes every 15 seconds, so a client that gives up sooner, as httpx does after 5, must be told to wait longer. The events have names: they reach `addEventListener`, never `onmessage`. The stream ends when the task has ended and is settled, or 60 seconds after its end; a client that reconnects then gets 204, which ends it: it must not ask again. What `Accept` allows must be `text/event-stream`, `application/json` or anything; with each of these the answer is the stream.',
  query: anyQuery,
  headers: {
    'Last-Event-ID': {
      schema: anyHeader,
      description: 'The revision that the client holds: only newer states are sent.',
    },
  },
  answers: {
    200: {
      description: 'The events.',
      content: {
        'text/event-stream': {
          schema: streamEvent(z.enum(['snapshot', 'update']), 'The task, as JSON.', 'Task'),
        },
      },
    },
    204: { description: 'The task has ended, and the client holds its last state.' },
  },
  // What clients send that know no streams, and stand-ins for the browser's EventSource.
  acceptedAs: ['application/json'],
  errors: ['task_not_found', 'invalid_request', 'rate_limited'],
} as const satisfies Operation;

export const taskUpdates = {
  id: 'listTaskUpdates',
  method: 'GET',
  path: '/v1/task-updates',
  scope: 'tasks:read',
  readTokens: true,
  tag: 'Tasks',
  summary: 'Follow all tasks',
  description:
    'The newest state of each task that changed. No change is ever skipped, and those of one task come in their order; a state may come twice. Begin with `from=oldest` to fetch everything, then go on with `next_cursor`: with `wait` the answer is held until something changes. With `Accept: text/event-stream` the changes come as events `update` whose ids are cursors; they never reach `onmessage`, and a comment comes every 15 seconds. A cursor that is older than what is kept is answered with `cursor_expired`.',
  query: taskUpdatesQuery,
  headers: {
    'Last-Event-ID': {
      schema: anyHeader,
      description: 'The id of the last event that the client has seen; takes the place of `cursor`.',
    },
  },
  answers: {
    200: {
      description: 'What changed.',
      headers: lag,
      content: {
        'application/json': { schema: taskUpdatesPage },
        'text/event-stream': {
          schema: streamEvent(z.literal('update'), 'A summary of the task, as JSON.', 'TaskSummary'),
        },
      },
    },
  },
  errors: ['invalid_request', 'invalid_cursor', 'cursor_expired', 'rate_limited'],
} as const satisfies Operation;
