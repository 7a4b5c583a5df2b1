import { z } from 'zod';
import { code, eventIdentifier } from '../primitives.ts';
import { CALLBACK_OUTCOMES, callbackEvent } from './callback-events.ts';
import { eventType, GATEWAY } from './event-type.ts';
import { optional, optionalInstant, optionalText } from './optional.ts';

/** What happens after the end. */
export const AFTERWARDS = {
  'task.callback_attempted': eventType(
    z
      .object({
        delivery_id: eventIdentifier.meta({ description: 'The delivery that the attempt belongs to.' }),
        attempt: z.int().min(1).max(1_000_000).meta({ description: 'Which attempt it was, counted from 1.' }),
        type: callbackEvent.meta({ description: 'What the caller was told of.' }),
        outcome: z.enum(CALLBACK_OUTCOMES).meta({
          description:
            'How it went: `delivered`; `retrying`, another attempt follows; `exhausted`, none does; `blocked`, the address may not be called; `gone`, the receiver wants no more.',
        }),
        status_code: optional(z.int().min(100).max(599)).meta({ description: 'What the receiver answered.' }),
        error: optionalText(code).meta({ description: 'Why there was no answer.' }),
        next_attempt_at: optionalInstant.meta({ description: 'When the next attempt is due.' }),
      })
      .meta({ description: 'The caller was told, or that was tried. Published by the system itself.' }),
    {
      source: '/taskfold/callbacks',
      time: '10:00:10.020000',
      id: 'dlv_01JD9Z7:1',
      data: {
        delivery_id: 'dlv_01JD9Z7',
        attempt: 1,
        type: 'task.succeeded',
        outcome: 'retrying',
        status_code: 503,
        next_attempt_at: '2026-11-24T10:00:15.020Z',
      },
    },
  ),
  'task.erased': eventType(
    z.object({}).meta({
      description:
        'The content of the task is forgotten: input, output, metadata, messages and callback address. Status, money and times stay. The data is empty.',
    }),
    { source: GATEWAY, time: '12:00:00.000000', data: {} },
  ),
};
