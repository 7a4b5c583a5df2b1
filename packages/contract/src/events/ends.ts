import { z } from 'zod';
import { code, identifier, message, name } from '../primitives.ts';
import { eventType, GATEWAY, WORKER } from './event-type.ts';
import { jsonObject } from './json-values.ts';
import { list, optional, optionalText } from './optional.ts';
import { MAX_WARNINGS, resolvedModel, warning } from './parts.ts';

/** Why a task failed, as its producer says it. */
export const failure = z.object({
  code: code.meta({ description: 'Why it failed, for programs.' }),
  message: message.meta({
    description: 'Why it failed, in words that are safe to show to end users.',
  }),
  retryable: z.boolean().meta({ description: 'Whether a new task with the same input may succeed.' }),
  param: optionalText(name).meta({ description: 'The part of the input at fault.' }),
  details: optional(z.unknown()).meta({ description: 'More about it, in any form.' }),
});

/** How a task ends, and who asked for it. */
export const ENDS = {
  'task.cancel_requested': eventType(
    z
      .object({
        reason: optional(message).meta({ description: 'Why it should end.' }),
        request_id: optionalText(identifier).meta({
          description: 'The id of the request that asked for it.',
        }),
      })
      .meta({ description: 'Somebody asked for the task to end. The earliest request is shown.' }),
    {
      source: GATEWAY,
      time: '10:00:06.000000',
      data: {
        reason: 'The customer closed the page.',
        request_id: 'req_9K1P',
      },
    },
  ),
  'task.succeeded': eventType(
    z
      .object({
        output: optional(jsonObject).meta({
          description: 'The result. Where it is absent, the partial output stays.',
        }),
        warnings: optional(list(warning, MAX_WARNINGS)).meta({
          description: 'Added to those that the task has.',
        }),
        resolved_model: resolvedModel,
      })
      .meta({
        description: 'The task ended well. The first end in the log stands; a later one changes nothing.',
      }),
    {
      source: WORKER,
      time: '10:00:09.250000',
      data: {
        output: { images: [{ url: 'https://cdn.example.com/images/8e.png', width: 1024, height: 1024 }] },
        resolved_model: 'aurora-xl-2026-10',
      },
    },
  ),
  'task.failed': eventType(
    z
      .object({
        error: failure.meta({ description: 'Why it failed.' }),
      })
      .meta({
        description:
          'The task failed, and no further attempt follows. A worker that will try again does not publish this.',
      }),
    {
      source: WORKER,
      time: '10:00:07.800000',
      data: {
        error: {
          code: 'content_refused',
          message: 'The prompt asks for something that this model does not draw.',
          retryable: false,
          param: '/prompt',
          details: { category: 'trademark' },
        },
      },
    },
  ),
  'task.canceled': eventType(
    z
      .object({ reason: optional(message).meta({ description: 'Why it was ended.' }) })
      .meta({ description: 'The task was ended before it was done.' }),
    {
      source: WORKER,
      time: '10:00:06.900000',
      data: {
        reason: 'Asked for by the customer.',
      },
    },
  ),
};
