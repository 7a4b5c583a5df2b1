import { z } from 'zod';
import { METER_DESCRIPTIONS, METERS, type Meter } from '../meters.ts';
import { callbackStatus, cancelOutcome, settlement } from './enums.ts';
import { credits, usdReference, wireTime } from './shapes.ts';

// The parts of the envelope that are objects of their own. What is not known is null.

export const progress = z.object({
  percent: z.number().nullable().meta({
    description: 'How much is done, 0 to 100; 100 of a task that succeeded, whatever was said last.',
  }),
  stage: z.string().nullable().meta({ description: 'The stage that the work is in.' }),
  message: z.string().nullable().meta({ description: 'What is going on, for the end user.' }),
  stage_started_at: wireTime.nullable().meta({ description: 'The earliest time that names this stage.' }),
});

export const warning = z.object({
  code: z.string().meta({ description: 'What is wrong, for programs.' }),
  message: z.string().meta({ description: 'What is wrong, for the end user.' }),
  field: z.string().nullable().meta({ description: 'The part of the input that it is about.' }),
});

export const taskError = z.object({
  code: z.string().meta({ description: 'Why it failed, for programs.' }),
  message: z.string().meta({ description: 'Why it failed, safe to show to end users.' }),
  retryable: z.boolean().meta({ description: 'Whether a new task with the same input may succeed.' }),
  param: z.string().nullable().meta({ description: 'The part of the input at fault.' }),
  details: z.unknown().meta({ description: 'More about it, in any form, or null.' }),
});

const meters = Object.fromEntries(
  METERS.map((meter) => [meter, z.number().meta({ description: METER_DESCRIPTIONS[meter] })]),
) as { [meter in Meter]: z.ZodNumber };

export const usageLine = z.object({
  meter: z.string().meta({ description: 'What was measured.' }),
  quantity: z.string().meta({ description: 'How much of it, as a decimal string.' }),
  unit: z.string().meta({ description: 'What the quantity counts.' }),
  billed_amount_credits: credits.meta({ description: 'What it costs, in credits.' }),
  billed_amount_credits_usd_reference: usdReference.meta({ description: 'The same in US dollars.' }),
});

export const usage = z.object({
  ...meters,
  lines: z.array(usageLine).meta({
    description:
      'What is billed for, item by item: the first lines by the time, source and id of their event.',
  }),
  credits: credits.meta({ description: 'The sum of the lines, in credits.' }),
  credits_usd_reference: usdReference.meta({ description: 'The same in US dollars.' }),
  lines_truncated: z.int().min(0).meta({
    description:
      'How many lines there are beyond those: the first 100 are shown, fewer where they are long. Meters and credits are sums over all; `GET /v1/tasks/{task_id}/usage` has every line.',
  }),
});

export const billing = z.object({
  charged_credits: credits.meta({ description: 'The sum of the charges.' }),
  refunded_credits: credits.meta({ description: 'The sum of the refunds.' }),
  charged_credits_usd_reference: usdReference.meta({ description: 'The charges in US dollars.' }),
  refunded_credits_usd_reference: usdReference.meta({ description: 'The refunds in US dollars.' }),
  currency: z.literal('USD').meta({ description: 'The currency of the references.' }),
  net_charged_credits: credits.meta({ description: 'Charges less refunds.' }),
  net_charged_credits_usd_reference: usdReference.meta({ description: 'The same in US dollars.' }),
  settlement: settlement.meta({
    description:
      '`estimated` while the task runs, `settling` after its end, `final` once billing is done with it.',
  }),
});

export const callback = z.object({
  url: z
    .string()
    .nullable()
    .meta({ description: 'Where the caller is told. Null once the data is removed.' }),
  status: callbackStatus.meta({ description: 'How telling the caller of the end goes.' }),
  attempt_count: z.int().min(0).meta({ description: 'The highest attempt.' }),
  delivered_at: wireTime.nullable().meta({ description: 'When the caller was told.' }),
  last_error: z.string().nullable().meta({ description: 'Why the last attempt failed.' }),
  next_attempt_at: wireTime.nullable().meta({ description: 'When the next attempt is due.' }),
  last_status_code: z.int().nullable().meta({ description: 'What the receiver answered last.' }),
});

export const cancel = z.object({
  requested_at: wireTime.meta({ description: 'The earliest request.' }),
  reason: z.string().nullable().meta({ description: 'The reason given with it.' }),
  outcome: cancelOutcome.meta({
    description: '`pending` until the task ends; then `confirmed`, or `lost_race` where it ended otherwise.',
  }),
});

export const links = z.object({
  self: z.string().meta({ description: 'This task: a path, or a whole address in `task.updated`.' }),
  cancel: z.string().meta({ description: 'Asks for the task to end.' }),
  events: z.string().meta({ description: 'What happened to the task.' }),
  stream: z.string().meta({ description: 'Follows the task live.' }),
});
