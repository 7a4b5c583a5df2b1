import { z } from 'zod';
import { amount, identifier, message, name } from '../primitives.ts';
import { CALLBACK_EVENTS, callbackEvent } from './callback-events.ts';
import { eventType, GATEWAY, WORKER } from './event-type.ts';
import { jsonObject, metadata } from './json-values.ts';
import { list, optional, optionalInstant, optionalText } from './optional.ts';
import { MAX_WARNINGS, resolvedModel, warning } from './parts.ts';

/** How the caller of a task wants to be told. */
export const callbackRequest = z.object({
  url: z.string().min(1).max(2048).meta({
    description:
      'Where the caller wants to be told. An address that may not be called is refused at delivery.',
  }),
  events: optional(list(callbackEvent, CALLBACK_EVENTS.length)).meta({
    description: 'What the caller wants to be told of.',
  }),
});

/** What happens to a task until it ends. */
export const COURSE = {
  'task.created': eventType(
    z
      .object({
        capability: name.meta({ description: 'What the task does, such as `image.generate`.' }),
        model: name.meta({ description: 'The model that was asked for.' }),
        input: optional(jsonObject).meta({
          description: 'What the task was given. It is answered as it was sent, digit for digit.',
        }),
        metadata: optional(metadata).meta({
          description:
            "The caller's own pairs of key and value: at most 50, keys of 64, values of 512 characters.",
        }),
        project_id: optionalText(identifier).meta({
          description: 'The project that the task is counted under.',
        }),
        client_request_id: optionalText(identifier).meta({
          description: 'The id that the caller gave its request.',
        }),
        deadline_at: optionalInstant.meta({
          description: 'When the task should have ended. One that has not by then is listed for attention.',
        }),
        callback: optional(callbackRequest).meta({ description: 'Asks for the caller to be told.' }),
        credits_per_usd: optional(
          amount.refine((text) => /[1-9]/.test(text), 'must be greater than zero'),
        ).meta({
          description: 'Credits that one US dollar buys, for the USD references. "1000" where it is absent.',
          not: { pattern: '^0+(\\.0+)?$' },
        }),
      })
      .meta({
        description:
          'A task exists and waits. It is visible from here on; the first creation in the log wins.',
      }),
    {
      source: GATEWAY,
      time: '10:00:00.120500',
      data: {
        capability: 'image.generate',
        model: 'aurora-xl',
        input: { prompt: 'A lighthouse in the fog, woodcut', size: '1024x1024', seed: 424242 },
        metadata: { campaign: 'autumn', order: '4711' },
        project_id: 'prj_website',
        client_request_id: 'req_7Q2M',
        deadline_at: '2026-11-24T10:10:00Z',
        callback: { url: 'https://shop.example.com/hooks/tasks', events: ['task.succeeded', 'task.failed'] },
        credits_per_usd: '1000',
      },
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    },
  ),
  'task.started': eventType(
    z
      .object({
        resolved_model: resolvedModel,
        attempt: optional(z.int().min(1).max(1_000_000)).meta({
          description: 'Which attempt started, counted from 1. The highest is shown.',
        }),
      })
      .meta({ description: 'Work on the task began. `started_at` is the earliest of these.' }),
    {
      source: WORKER,
      time: '10:00:01.250000',
      data: {
        resolved_model: 'aurora-xl-2026-10',
        attempt: 1,
      },
    },
  ),
  'task.progressed': eventType(
    z
      .object({
        percent: optional(z.number().min(0).max(100)).meta({ description: 'How much is done, 0 to 100.' }),
        stage: optionalText(name).meta({ description: 'The name of the stage that the work is in.' }),
        message: optional(message).meta({ description: 'What is going on, for the end user.' }),
      })
      .meta({
        description:
          'How far the task is. The newest by (`time`, `source`, `id`) is shown, whatever arrives last; of a task that succeeded, its percentage as 100.',
      }),
    {
      source: WORKER,
      time: '10:00:04.031700',
      data: {
        percent: 42.5,
        stage: 'denoise',
        message: 'Step 17 of 40',
      },
    },
  ),
  'task.output_updated': eventType(
    z
      .object({
        output: jsonObject.meta({ description: 'All of the output so far; it replaces what was there.' }),
      })
      .meta({ description: 'A partial output, shown until the end brings its own.' }),
    {
      source: WORKER,
      time: '10:00:05.500000',
      data: {
        output: { preview_url: 'https://cdn.example.com/previews/8e.webp' },
      },
    },
  ),
  'task.warned': eventType(
    z
      .object({
        warnings: list(warning, MAX_WARNINGS).meta({
          description: 'Added to those that the task has; it keeps the first 100 by their order.',
        }),
      })
      .meta({ description: 'Something about the task that the caller should know.' }),
    {
      source: WORKER,
      time: '10:00:05.612000',
      data: {
        warnings: [{ code: 'size_rounded', message: 'The size was rounded to 1024x1024.', field: 'size' }],
      },
    },
  ),
};
