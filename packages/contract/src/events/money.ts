import { z } from 'zod';
import { METER_DESCRIPTIONS, METERS, type Meter } from '../meters.ts';
import { amount, decimalString, identifier, message, name } from '../primitives.ts';
import { BILLING, eventType } from './event-type.ts';
import { optional, optionalList } from './optional.ts';

const meterValue = z.number().min(-Number.MAX_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);
const meters = Object.fromEntries(
  METERS.map((meter) => [meter, optional(meterValue).meta({ description: METER_DESCRIPTIONS[meter] })]),
) as { [meter in Meter]: z.ZodOptional<typeof meterValue> };

/** One item of what is billed for. */
export const recordedLine = z.object({
  meter: name.meta({ description: 'What was measured. It need not be one of the ten meters.' }),
  quantity: decimalString.meta({ description: 'How much of it, as a decimal string.' }),
  unit: name.meta({ description: 'What the quantity counts.' }),
  billed_amount_credits: decimalString.meta({ description: 'What it costs, in credits.' }),
});

/** What a task used, and what it costs. */
export const MONEY = {
  'task.usage_recorded': eventType(
    z
      .object({
        ...meters,
        lines: optionalList(recordedLine, 100).meta({
          description:
            'What is billed for, item by item. `usage.credits` is their sum over all records; a task shows the first 100 lines, and `GET /v1/tasks/{task_id}/usage` has all of them.',
        }),
      })
      .meta({
        description:
          'What was used. Records add up; a correction is a further record with negative quantities and amounts.',
      }),
    {
      source: BILLING,
      time: '10:00:09.300000',
      data: {
        image_count: 1,
        image_pixels: 1_048_576,
        lines: [{ meter: 'image_count', quantity: '1', unit: 'image', billed_amount_credits: '40' }],
      },
    },
  ),
  'task.charged': eventType(
    z
      .object({
        entry_id: identifier.meta({
          description:
            'Identifies the entry within its kind and task; an entry that comes again with another amount is a conflict.',
        }),
        amount_credits: amount.meta({ description: 'Credits, as a decimal string that is not negative.' }),
        estimated: optional(z.boolean()).meta({ description: 'Whether the amount is a forecast.' }),
      })
      .meta({ description: 'Credits were taken for the task.' }),
    {
      source: BILLING,
      time: '10:00:09.310000',
      data: {
        entry_id: 'chg_01',
        amount_credits: '40.0000',
        estimated: false,
      },
    },
  ),
  'task.refunded': eventType(
    z
      .object({
        entry_id: identifier.meta({
          description:
            'Identifies the entry within its kind and task; an entry that comes again with another amount is a conflict.',
        }),
        amount_credits: amount.meta({ description: 'Credits, as a decimal string that is not negative.' }),
        reason: optional(message).meta({ description: 'Why they were given back.' }),
      })
      .meta({ description: 'Credits were given back.' }),
    {
      source: BILLING,
      time: '10:02:00.000000',
      data: {
        entry_id: 'rfd_01',
        amount_credits: '12.5',
        reason: 'The image is smaller than was asked for.',
      },
    },
  ),
  'task.billing_settled': eventType(
    z
      .object({})
      .meta({ description: 'Billing is done with the task: its settlement is `final`. The data is empty.' }),
    { source: BILLING, time: '10:05:00.000000', data: {} },
  ),
};
