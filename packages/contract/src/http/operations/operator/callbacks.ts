import { z } from 'zod';
import { wireTime } from '../../../envelope/shapes.ts';
import { jsonAnswer, type Operation } from '../../operation.ts';
import { integerParameter } from '../../parameters.ts';

const whole = z.int().min(0);

const owed = {
  ready: whole.meta({ description: 'Callbacks that are to be made now.' }),
  leased: whole.meta({ description: 'Those that are being made.' }),
  waiting: whole.meta({ description: 'Those that failed, and wait for their next attempt.' }),
  oldest_ready_seconds: z
    .number()
    .min(0)
    .meta({ description: 'For how long the oldest that is ready has been due; 0 where none is.' }),
};

/** What is owed to one host. */
export const callbackHost = z.object({
  host: z
    .string()
    .meta({ description: 'Of the addresses that are called. What follows it may hold secrets.' }),
  ...owed,
  next_due_at: wireTime.nullable().meta({ description: 'When the first of those that wait is tried again.' }),
  last_failure: z
    .object({
      started_at: wireTime.meta({ description: 'When that attempt began.' }),
      attempt: whole.meta({ description: 'Which one it was.' }),
      error: z.string().nullable().meta({ description: 'What was wrong, in one word.' }),
      status_code: z.int().nullable().meta({ description: 'What was answered; null where nothing was.' }),
    })
    .nullable()
    .meta({ description: 'Of the callback that was tried most often: its last attempt.' }),
});

/** A host that a processor leaves alone because it does not answer. */
export const callbackBreaker = z.object({
  host: z.string().meta({ description: 'Of the addresses that are called, and no more of them.' }),
  state: z.enum(['open', 'half_open']).meta({
    description:
      '`open`: no attempt is made. `half_open`: one at a time is, and the first that is answered ends this.',
  }),
  failures: whole.meta({ description: 'Attempts in a row that got no answer.' }),
  last_error: z
    .string()
    .meta({ description: 'What the last of them failed at: `dns`, `connect`, `tls` or `timeout`.' }),
  opened_at: wireTime.meta({ description: 'Since when the host is left alone.' }),
  rests_until: wireTime.meta({
    description: 'Until then no attempt is made. Of one that is half open it is past.',
  }),
  processor: z.string().meta({
    description:
      'Who found so: the name of the machine, container or pod. Each processor finds out by itself.',
  }),
  noted_at: wireTime.meta({ description: 'When it said so last; it does every 15 seconds.' }),
});

/** `GET /operator/callbacks`. */
export const getCallbackBacklogQuery = z.strictObject({
  limit: integerParameter(1, 500)
    .default(100)
    .meta({ description: 'How many hosts and breakers at most, 1 to 500; 100 by default.', default: 100 }),
});

export const getCallbackBacklog = {
  id: 'getCallbackBacklog',
  method: 'GET',
  path: '/operator/callbacks',
  scope: null,
  tag: 'Standing',
  summary: 'Who is still to be told',
  description:
    'Callbacks of all tenants that are owed, in all and by host, those of which most is owed first, and the hosts that processors leave alone because they do not answer. Of each state up to 20,000 are counted.',
  query: getCallbackBacklogQuery,
  answers: {
    200: jsonAnswer(
      'What is owed.',
      z.object({
        object: z.literal('callback_backlog').meta({ description: 'What this is.' }),
        ...owed,
        hosts: z.array(callbackHost).meta({ description: 'The same of each host.' }),
        breakers: z.array(callbackBreaker).meta({
          description:
            'Hosts that do not answer, those first that have been away longest; one for each processor that found so. A note that was not renewed for a minute is of a processor that is gone, and is left out.',
        }),
      }),
    ),
  },
  errors: ['invalid_request'],
} as const satisfies Operation;
