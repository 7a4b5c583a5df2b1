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

/** `GET /operator/callbacks`. */
export const getCallbackBacklogQuery = z.strictObject({
  limit: integerParameter(1, 500)
    .default(100)
    .meta({ description: 'How many hosts at most, 1 to 500; 100 by default.', default: 100 }),
});

export const getCallbackBacklog = {
  id: 'getCallbackBacklog',
  method: 'GET',
  path: '/operator/callbacks',
  scope: null,
  tag: 'Standing',
  summary: 'Who is still to be told',
  description:
    'Callbacks of all tenants that are owed, in all and by host, those of which most is owed first. Of each state up to 20,000 are counted. Whether a processor leaves a host alone for a while it knows by itself: `taskfold_callback_open_breakers`.',
  query: getCallbackBacklogQuery,
  answers: {
    200: jsonAnswer(
      'What is owed.',
      z.object({
        object: z.literal('callback_backlog').meta({ description: 'What this is.' }),
        ...owed,
        hosts: z.array(callbackHost).meta({ description: 'The same of each host.' }),
      }),
    ),
  },
  errors: ['invalid_request'],
} as const satisfies Operation;
