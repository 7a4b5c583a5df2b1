import { z } from 'zod';
import { wireTime } from '../envelope/shapes.ts';
import { taskEnvelope } from '../envelope/task.ts';
import { CALLBACK_EVENTS } from '../events/callback-events.ts';
import { EXAMPLE_UPDATE } from '../examples/update.ts';
import type { JsonSchema } from './json-schema.ts';
import { schemaOf } from './openapi-schemas.ts';

const body = z.object({
  type: z.enum(CALLBACK_EVENTS).meta({ description: 'What happened.' }),
  timestamp: wireTime.meta({ description: 'When it happened.' }),
  data: taskEnvelope
    .omit({ input: true })
    .meta({ description: 'The task as it is at this attempt; its revision tells which of two is newer.' }),
});

/** What the system sends to the callback address of a task. */
export function webhooks(): JsonSchema {
  const { input: _, ...data } = EXAMPLE_UPDATE.data;
  const header = (name: string, description: string) => ({
    name,
    in: 'header',
    required: true,
    description,
    schema: { type: 'string', maxLength: 1024, pattern: '^[\\x21-\\x7e ]+$' },
  });
  return {
    task: {
      post: {
        operationId: 'taskCallback',
        tags: ['Callbacks'],
        summary: 'Tell the caller of a task',
        description:
          'Sent to `callback.url` by the rules of Standard Webhooks 1.0, until it is answered with a 2xx status. A delivery may come more than once and in any order: `webhook-id` names it, and `data.revision` tells which is newer.',
        security: [],
        parameters: [
          header('webhook-id', 'Names the delivery, the same for each of its attempts.'),
          header('webhook-timestamp', 'When this attempt was made, in seconds since 1970.'),
          header('webhook-signature', 'Signatures by the active secrets, separated by spaces: `v1,…`.'),
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: schemaOf(body),
              example: { type: 'task.succeeded', timestamp: data.completed_at, data },
            },
          },
        },
        responses: { 204: { description: 'The caller has taken it.' } },
      },
    },
  };
}
