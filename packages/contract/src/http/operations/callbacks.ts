import { z } from 'zod';
import { listOf, pageOf } from '../../envelope/page.ts';
import { wireTime } from '../../envelope/shapes.ts';
import { CALLBACK_OUTCOMES, callbackEvent } from '../../events/callback-events.ts';
import { OPEN } from '../../primitives.ts';
import { jsonAnswer, noQuery, type Operation } from '../operation.ts';
import { cursorParameter, limitParameter } from '../parameters.ts';
import { lag } from './reads.ts';

const type = callbackEvent.meta({ description: 'What the caller is told of.' });
const deliveryId = z.string().meta({ description: 'The `webhook-id` of every attempt.' });

/** `GET /v1/tasks/{task_id}/callback/attempts`. */
export const callbackAttemptsQuery = z.strictObject({
  limit: limitParameter,
  cursor: cursorParameter.optional(),
});

/** One attempt to tell the caller of a task. */
export const callbackAttempt = z.object({
  object: z.literal('callback_attempt').meta({ description: 'What this is.' }),
  delivery_id: deliveryId,
  type,
  attempt: z.int().min(1).meta({ description: 'Which attempt it was, counted from 1 within the delivery.' }),
  outcome: z.enum(CALLBACK_OUTCOMES).meta({
    description:
      '`delivered`; `retrying`, another attempt follows; `exhausted`, none does; `blocked`, the address may not be called; `gone`, the receiver wants no more.',
    ...OPEN,
  }),
  error: z.string().nullable().meta({
    description:
      'Why it failed: `dns`, `connect`, `tls`, `timeout`, `http_4xx`, `http_5xx`, `redirect`, `gone` or `blocked`.',
  }),
  status_code: z.int().nullable().meta({ description: 'What the receiver answered.' }),
  started_at: wireTime.meta({ description: 'When it began.' }),
  duration_ms: z.int().min(0).meta({ description: 'How long it took, in milliseconds.' }),
  next_attempt_at: wireTime.nullable().meta({ description: 'When the next attempt was due.' }),
});

/** The delivery log of a task, oldest first. */
export const callbackAttemptsPage = pageOf(callbackAttempt, 'The attempts of this page.');

export const listCallbackAttempts = {
  id: 'listCallbackAttempts',
  method: 'GET',
  path: '/v1/tasks/{task_id}/callback/attempts',
  scope: 'tasks:read',
  readTokens: true,
  tag: 'Callbacks',
  summary: 'List the attempts to call back',
  description: 'The delivery log of a task: every attempt to tell its caller, oldest first.',
  query: callbackAttemptsQuery,
  answers: { 200: jsonAnswer('A page of attempts.', callbackAttemptsPage, lag) },
  errors: ['task_not_found', 'invalid_request', 'invalid_cursor'],
} as const satisfies Operation;

/** The answer to a request to call back again. */
export const callbackRedelivery = z.object({
  object: z.literal('callback_redelivery').meta({ description: 'What this is.' }),
  task_id: z.string().meta({ description: 'The task.' }),
  delivery_id: deliveryId,
  type,
});

export const redeliverCallback = {
  id: 'redeliverCallback',
  method: 'POST',
  path: '/v1/tasks/{task_id}/callback/redeliver',
  scope: 'tasks:cancel',
  tag: 'Callbacks',
  summary: 'Call back again',
  description:
    'Tells of the end of a task once more, now, with the same `webhook-id`, also where that was delivered before or given up. One that waits for its next attempt is brought forward.',
  query: noQuery,
  answers: { 202: jsonAnswer('An attempt is made now.', callbackRedelivery) },
  errors: ['task_not_found', 'invalid_request', 'callback_not_configured'],
} as const satisfies Operation;

/** A secret as it is shown after it was made. */
export const callbackSecret = z.object({
  object: z.literal('callback_secret').meta({ description: 'What this is.' }),
  secret_id: z.uuid().meta({ description: 'The id of the secret.' }),
  created_at: wireTime.meta({ description: 'When it was made.' }),
  expires_at: wireTime
    .nullable()
    .meta({ description: 'From when on it signs no more; null for the current one.' }),
});

/** The secrets of a tenant that sign, newest first. */
export const callbackSecretList = listOf(callbackSecret, 'The secrets that sign, the current one first.');

export const listCallbackSecrets = {
  id: 'listCallbackSecrets',
  method: 'GET',
  path: '/v1/callback-secrets',
  scope: 'admin',
  tag: 'Callbacks',
  summary: 'List the secrets of callbacks',
  description:
    'Which secrets callbacks of the tenant are signed with now. The secrets themselves are not shown.',
  query: noQuery,
  answers: { 200: jsonAnswer('The secrets.', callbackSecretList) },
  errors: ['invalid_request'],
} as const satisfies Operation;

/** A secret as it is shown when it is made, and never again. */
export const newCallbackSecret = callbackSecret.extend({
  secret: z.string().meta({ description: 'The secret. It is shown this once, and begins with `whsec_`.' }),
});

export const rotateCallbackSecret = {
  id: 'rotateCallbackSecret',
  method: 'POST',
  path: '/v1/callback-secrets',
  scope: 'admin',
  tag: 'Callbacks',
  summary: 'Replace the secret of callbacks',
  description:
    'Makes a new secret. For 24 hours callbacks are signed with the old one as well, so that receivers can change over; five secrets of a tenant sign at most.',
  query: noQuery,
  answers: { 201: jsonAnswer('The new secret, shown this once.', newCallbackSecret) },
  errors: ['invalid_request', 'request_in_progress', 'too_many_callback_secrets'],
} as const satisfies Operation;

export const revokeCallbackSecret = {
  id: 'revokeCallbackSecret',
  method: 'DELETE',
  path: '/v1/callback-secrets/{secret_id}',
  scope: 'admin',
  tag: 'Callbacks',
  summary: 'End a secret of callbacks',
  description:
    'Ends a secret that was replaced, before its 24 hours are over: within a few seconds it signs nothing more. The current one must be replaced first. Ending it again changes nothing.',
  query: noQuery,
  answers: { 200: jsonAnswer('The secret signs no more.', callbackSecret) },
  errors: ['callback_secret_not_found', 'callback_secret_current', 'invalid_request'],
} as const satisfies Operation;
