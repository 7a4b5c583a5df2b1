import { EXAMPLE_UPDATE } from '../examples/update.ts';
import type { ComponentSchemas } from './openapi-schemas.ts';
import type { JsonSchema } from './walk.ts';
import { webhookBody, webhookHeader } from './webhook-body.ts';

/** What the system sends to the callback address of a task. */
export function webhooks({ ref }: ComponentSchemas): JsonSchema {
  const { input: _, ...data } = EXAMPLE_UPDATE.data;
  const header = (name: string, description: string) => ({
    name,
    in: 'header',
    required: true,
    description,
    schema: ref(webhookHeader),
  });
  return {
    task: {
      post: {
        operationId: 'taskCallback',
        // A tag of their own: generators make a file of each, and one would take the place of the other.
        tags: ['Webhooks'],
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
              schema: ref(webhookBody),
              example: { type: 'task.succeeded', timestamp: data.completed_at, data },
            },
          },
        },
        responses: { 204: { description: 'The caller has taken it.' } },
      },
    },
  };
}
