import { z } from 'zod';
import { METERS } from '../meters.ts';
import {
  amount,
  code,
  decimalString,
  eventIdentifier,
  identifier,
  instant,
  message,
  name,
} from '../primitives.ts';
import { TERMINAL_STATUSES } from '../status.ts';

// Unknown fields of any event are ignored: producers may be newer than the processor. `z.object` strips them.

const jsonObject = z.record(z.string(), z.unknown()).meta({ description: 'Any JSON object.' });

const metadata = z
  .record(z.string().min(1).max(64), z.string().max(512))
  .refine((pairs) => Object.keys(pairs).length <= 50, 'must hold at most 50 pairs');

export const CALLBACK_EVENTS = [
  ...TERMINAL_STATUSES.map((status) => `task.${status}` as const),
  'task.started',
  'task.settled',
] as const;
export type CallbackEvent = (typeof CALLBACK_EVENTS)[number];

export const taskCreated = z.object({
  capability: name,
  model: name,
  input: jsonObject.optional(),
  metadata: metadata.optional(),
  project_id: identifier.optional(),
  client_request_id: identifier.optional(),
  deadline_at: instant.optional(),
  callback: z
    .object({
      url: z.string().min(1).max(2048),
      events: z.array(z.enum(CALLBACK_EVENTS)).max(CALLBACK_EVENTS.length).optional(),
    })
    .optional(),
  credits_per_usd: amount.refine((text) => /[1-9]/.test(text), 'must be greater than zero').optional(),
});

export const taskStarted = z.object({
  resolved_model: name.optional(),
  attempt: z.int().min(1).max(1_000_000).optional(),
});

export const taskProgressed = z.object({
  percent: z.number().min(0).max(100).optional(),
  stage: name.optional(),
  message: message.optional(),
});

export const taskOutputUpdated = z.object({ output: jsonObject });

const warning = z.object({ code, message, field: name.optional() });

export const MAX_WARNINGS = 100;

export const taskWarned = z.object({ warnings: z.array(warning).max(MAX_WARNINGS) });

const meterValue = z.number().min(-Number.MAX_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);
const meters = Object.fromEntries(METERS.map((meter) => [meter, meterValue.optional()])) as {
  [meter in (typeof METERS)[number]]: z.ZodOptional<typeof meterValue>;
};

export const taskUsageRecorded = z.object({
  ...meters,
  lines: z
    .array(
      z.object({
        meter: name,
        quantity: decimalString,
        unit: name,
        billed_amount_credits: decimalString,
      }),
    )
    .max(100)
    .default([]),
});

export const taskCharged = z.object({
  entry_id: identifier,
  amount_credits: amount,
  estimated: z.boolean().optional(),
});

export const taskRefunded = z.object({
  entry_id: identifier,
  amount_credits: amount,
  reason: message.optional(),
});

export const taskBillingSettled = z.object({});

export const taskCancelRequested = z.object({
  reason: message.optional(),
  request_id: identifier.optional(),
});

export const taskSucceeded = z.object({
  output: jsonObject.optional(),
  warnings: z.array(warning).max(MAX_WARNINGS).optional(),
  resolved_model: name.optional(),
});

export const taskFailed = z.object({
  error: z.object({
    code,
    message,
    retryable: z.boolean(),
    param: name.optional(),
    details: z.unknown().optional(),
  }),
});

export const taskCanceled = z.object({ reason: message.optional() });

export const CALLBACK_OUTCOMES = ['delivered', 'retrying', 'exhausted', 'blocked', 'gone'] as const;
export type CallbackOutcome = (typeof CALLBACK_OUTCOMES)[number];

export const taskCallbackAttempted = z.object({
  delivery_id: eventIdentifier,
  attempt: z.int().min(1).max(1_000_000),
  type: z.enum(CALLBACK_EVENTS),
  outcome: z.enum(CALLBACK_OUTCOMES),
  status_code: z.int().min(100).max(599).optional(),
  error: code.optional(),
  next_attempt_at: instant.optional(),
});

export const taskErased = z.object({});
