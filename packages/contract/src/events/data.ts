import { z } from 'zod';
import { METER_DESCRIPTIONS, METERS, type Meter } from '../meters.ts';
import { amount, code, decimalString, eventIdentifier, identifier, message, name } from '../primitives.ts';
import { TERMINAL_STATUSES } from '../status.ts';
import { jsonObject, metadata } from './json-values.ts';
import { list, optional, optionalInstant, optionalList, optionalText } from './optional.ts';

// Unknown fields of any event are ignored: producers may be newer than the processor. `z.object` strips them.

export const CALLBACK_EVENTS = [
  ...TERMINAL_STATUSES.map((status) => `task.${status}` as const),
  'task.started',
  'task.settled',
] as const;
export type CallbackEvent = (typeof CALLBACK_EVENTS)[number];

export const taskCreated = z
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
    project_id: optionalText(identifier).meta({ description: 'The project that the task is counted under.' }),
    client_request_id: optionalText(identifier).meta({
      description: 'The id that the caller gave its request.',
    }),
    deadline_at: optionalInstant.meta({
      description: 'When the task should have ended. One that has not by then is listed for attention.',
    }),
    callback: optional(
      z.object({
        url: z.string().min(1).max(2048).meta({
          description:
            'Where the caller wants to be told. An address that may not be called is refused at delivery.',
        }),
        events: optional(list(z.enum(CALLBACK_EVENTS), CALLBACK_EVENTS.length)).meta({
          description: 'What the caller wants to be told of.',
        }),
      }),
    ).meta({ description: 'Asks for the caller to be told.' }),
    credits_per_usd: optional(amount.refine((text) => /[1-9]/.test(text), 'must be greater than zero')).meta({
      description: 'Credits that one US dollar buys, for the USD references. "1000" where it is absent.',
      not: { pattern: '^0+(\\.0+)?$' },
    }),
  })
  .meta({
    description: 'A task exists and waits. It is visible from here on; the first creation in the log wins.',
  });

const resolvedModel = optionalText(name).meta({
  description: 'The model that does the work, where it differs in name. The newest is shown.',
});

export const taskStarted = z
  .object({
    resolved_model: resolvedModel,
    attempt: optional(z.int().min(1).max(1_000_000)).meta({
      description: 'Which attempt started, counted from 1. The highest is shown.',
    }),
  })
  .meta({ description: 'Work on the task began. `started_at` is the earliest of these.' });

export const taskProgressed = z
  .object({
    percent: optional(z.number().min(0).max(100)).meta({ description: 'How much is done, 0 to 100.' }),
    stage: optionalText(name).meta({ description: 'The name of the stage that the work is in.' }),
    message: optional(message).meta({ description: 'What is going on, for the end user.' }),
  })
  .meta({
    description:
      'How far the task is. The newest by (`time`, `source`, `id`) is shown, whatever arrives last; of a task that succeeded, its percentage as 100.',
  });

export const taskOutputUpdated = z
  .object({
    output: jsonObject.meta({ description: 'All of the output so far; it replaces what was there.' }),
  })
  .meta({ description: 'A partial output, shown until the end brings its own.' });

const warning = z.object({
  code: code.meta({ description: 'What is wrong, for programs.' }),
  message: message.meta({ description: 'What is wrong, for the end user.' }),
  field: optionalText(name).meta({ description: 'The part of the input that it is about.' }),
});

export const MAX_WARNINGS = 100;

export const taskWarned = z
  .object({
    warnings: list(warning, MAX_WARNINGS).meta({
      description: 'Added to those that the task has; it keeps the first 100 by their order.',
    }),
  })
  .meta({ description: 'Something about the task that the caller should know.' });

const meterValue = z.number().min(-Number.MAX_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);
const meters = Object.fromEntries(
  METERS.map((meter) => [meter, optional(meterValue).meta({ description: METER_DESCRIPTIONS[meter] })]),
) as { [meter in Meter]: z.ZodOptional<typeof meterValue> };

export const taskUsageRecorded = z
  .object({
    ...meters,
    lines: optionalList(
      z.object({
        meter: name.meta({ description: 'What was measured. It need not be one of the ten meters.' }),
        quantity: decimalString.meta({ description: 'How much of it, as a decimal string.' }),
        unit: name.meta({ description: 'What the quantity counts.' }),
        billed_amount_credits: decimalString.meta({ description: 'What it costs, in credits.' }),
      }),
      100,
    ).meta({
      description:
        'What is billed for, item by item. `usage.credits` is their sum over all records; a task shows the first 100 lines, and `GET /v1/tasks/{task_id}/usage` has all of them.',
    }),
  })
  .meta({
    description:
      'What was used. Records add up; a correction is a further record with negative quantities and amounts.',
  });

export const taskCharged = z
  .object({
    entry_id: identifier.meta({
      description:
        'Identifies the entry within its kind and task; an entry that comes again with another amount is a conflict.',
    }),
    amount_credits: amount.meta({ description: 'Credits, as a decimal string that is not negative.' }),
    estimated: optional(z.boolean()).meta({ description: 'Whether the amount is a forecast.' }),
  })
  .meta({ description: 'Credits were taken for the task.' });

export const taskRefunded = z
  .object({
    entry_id: identifier.meta({
      description:
        'Identifies the entry within its kind and task; an entry that comes again with another amount is a conflict.',
    }),
    amount_credits: amount.meta({ description: 'Credits, as a decimal string that is not negative.' }),
    reason: optional(message).meta({ description: 'Why they were given back.' }),
  })
  .meta({ description: 'Credits were given back.' });

export const taskBillingSettled = z
  .object({})
  .meta({ description: 'Billing is done with the task: its settlement is `final`. The data is empty.' });

export const taskCancelRequested = z
  .object({
    reason: optional(message).meta({ description: 'Why it should end.' }),
    request_id: optionalText(identifier).meta({ description: 'The id of the request that asked for it.' }),
  })
  .meta({ description: 'Somebody asked for the task to end. The earliest request is shown.' });

export const taskSucceeded = z
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
  });

export const taskFailed = z
  .object({
    error: z
      .object({
        code: code.meta({ description: 'Why it failed, for programs.' }),
        message: message.meta({ description: 'Why it failed, in words that are safe to show to end users.' }),
        retryable: z.boolean().meta({ description: 'Whether a new task with the same input may succeed.' }),
        param: optionalText(name).meta({ description: 'The part of the input at fault.' }),
        details: optional(z.unknown()).meta({ description: 'More about it, in any form.' }),
      })
      .meta({ description: 'Why it failed.' }),
  })
  .meta({
    description:
      'The task failed, and no further attempt follows. A worker that will try again does not publish this.',
  });

export const taskCanceled = z
  .object({ reason: optional(message).meta({ description: 'Why it was ended.' }) })
  .meta({ description: 'The task was ended before it was done.' });

export const CALLBACK_OUTCOMES = ['delivered', 'retrying', 'exhausted', 'blocked', 'gone'] as const;
export type CallbackOutcome = (typeof CALLBACK_OUTCOMES)[number];

export const taskCallbackAttempted = z
  .object({
    delivery_id: eventIdentifier.meta({ description: 'The delivery that the attempt belongs to.' }),
    attempt: z.int().min(1).max(1_000_000).meta({ description: 'Which attempt it was, counted from 1.' }),
    type: z.enum(CALLBACK_EVENTS).meta({ description: 'What the caller was told of.' }),
    outcome: z.enum(CALLBACK_OUTCOMES).meta({
      description:
        'How it went: `delivered`; `retrying`, another attempt follows; `exhausted`, none does; `blocked`, the address may not be called; `gone`, the receiver wants no more.',
    }),
    status_code: optional(z.int().min(100).max(599)).meta({ description: 'What the receiver answered.' }),
    error: optionalText(code).meta({ description: 'Why there was no answer.' }),
    next_attempt_at: optionalInstant.meta({ description: 'When the next attempt is due.' }),
  })
  .meta({ description: 'The caller was told, or that was tried. Published by the system itself.' });

export const taskErased = z.object({}).meta({
  description:
    'The content of the task is forgotten: input, output, metadata, messages and callback address. Status, money and times stay. The data is empty.',
});
