import { z } from 'zod';
import { taskStatus } from '../envelope/enums.ts';
import { listOf, pageOf } from '../envelope/page.ts';
import { usage } from '../envelope/parts.ts';
import { credits, usdReference, wireTime } from '../envelope/shapes.ts';
import { taskSummary } from '../envelope/summary.ts';
import { METER_DESCRIPTIONS, METERS, type Meter } from '../meters.ts';
import { OPEN } from '../primitives.ts';

/** Where a record lay in the log before it was published again. */
export const logPlace = z.object({
  partition: z.int().min(0).meta({ description: 'The partition that it lay in first.' }),
  offset: z.int().min(0).meta({ description: 'Where in that partition.' }),
});

/** One event of a task, and what became of it. */
export const timelineEvent = z.object({
  object: z.literal('task_event').meta({ description: 'What this is.' }),
  id: z.string().meta({ description: 'The id of the event.' }),
  type: z.string().meta({ description: 'What happened; also a type that this version does not know.' }),
  source: z.string().meta({ description: 'Who said so.' }),
  time: wireTime.meta({ description: 'When it happened, as the event says.' }),
  recorded_at: wireTime.meta({ description: 'When the broker took it.' }),
  partition: z.int().min(0).meta({ description: 'The partition of the log that holds it.' }),
  offset: z.int().min(0).meta({ description: 'Where in that partition.' }),
  disposition: z.enum(['applied', 'duplicate', 'stale', 'ignored', 'conflict']).meta({
    description:
      '`applied`: it changed the task. `duplicate`: it was folded before. `stale`: a newer value stands. `ignored`: see `reason`. `conflict`: the same key came with another amount.',
    ...OPEN,
  }),
  reason: z.string().nullable().meta({ description: 'Why it was ignored.' }),
  revision: z.int().min(0).meta({ description: 'The revision of the task after it.' }),
  changed: z
    .record(z.string(), z.unknown())
    .nullable()
    .meta({ description: 'What it changed: small facts, never content.' }),
  rekeyed_from: logPlace.nullable().meta({
    description:
      'Where its record was found without a key, or in another partition than its key belongs to, before it was published again; null where it came as it should.',
  }),
});

/** The timeline of a task, in the order of the log. */
export const timelinePage = pageOf(timelineEvent, 'The events of this page.');

/** What one event said that a task used. */
export const usageRecord = z.object({
  object: z.literal('usage_record').meta({ description: 'What this is.' }),
  source: z.string().meta({ description: 'The source of the event that brought it.' }),
  event_id: z.string().meta({ description: 'The id of that event: with the source the key of the record.' }),
  time: wireTime.meta({ description: 'The time of that event.' }),
  ...usage.omit({ lines_truncated: true }).shape,
  lines: usage.shape.lines.meta({ description: 'All lines of the record.' }),
});

/** The usage records of a task, by source and event id. */
export const usageRecordPage = pageOf(usageRecord, 'The records of this page.');

/** A charge or a refund of a task. */
export const ledgerEntry = z.object({
  object: z.literal('ledger_entry').meta({ description: 'What this is.' }),
  kind: z.enum(['charge', 'refund']).meta({ description: 'What it is: with `entry_id` its key.' }),
  entry_id: z.string().meta({ description: 'The id that the producer gave it.' }),
  amount_credits: credits.meta({ description: 'How much it is, never negative.' }),
  amount_credits_usd_reference: usdReference.meta({ description: 'The same in US dollars.' }),
  estimated: z.boolean().meta({ description: 'Whether the charge is an estimate.' }),
  reason: z.string().nullable().meta({ description: 'Why it was refunded. Null once the data is removed.' }),
  source: z.string().meta({ description: 'The source of the event that brought it first.' }),
  event_id: z.string().meta({ description: 'The id of that event.' }),
  time: wireTime.meta({ description: 'The time of that event.' }),
});

/** The ledger of a task, by kind and entry id. */
export const ledgerEntryPage = pageOf(ledgerEntry, 'The entries of this page.');

const meterSums = Object.fromEntries(
  METERS.map((meter) => [meter, z.number().meta({ description: METER_DESCRIPTIONS[meter] })]),
) as { [meter in Meter]: z.ZodNumber };

/** The sums of one group. The keys of the group are there where they were asked for. */
export const usageRow = z.object({
  day: z.iso.date().optional().meta({ description: 'The day of the entries, in UTC.' }),
  capability: z.string().optional().meta({ description: 'What the tasks do.' }),
  model: z.string().optional().meta({ description: 'The model that was asked for.' }),
  project_id: z.string().nullable().optional().meta({ description: 'The project.' }),
  api_key_id: z
    .string()
    .nullable()
    .optional()
    .meta({ description: 'The API key that the tasks were asked for with.' }),
  status: taskStatus.optional().meta({ description: 'Where the tasks stand.' }),
  tasks: z.int().min(0).meta({ description: 'Tasks with an entry in this group.' }),
  ...meterSums,
  charged_credits: credits.meta({ description: 'The sum of the charges.' }),
  refunded_credits: credits.meta({ description: 'The sum of the refunds.' }),
  net_charged_credits: credits.meta({ description: 'Charges less refunds.' }),
});

/** `GET /v1/usage`. */
export const usageList = listOf(usageRow, 'A row for each group, ordered by the keys of the group.');

export const taskCount = z.object({
  hour: wireTime.meta({ description: 'When the hour begins in which the tasks were created, in UTC.' }),
  status: taskStatus.meta({ description: 'Where the tasks stand.' }),
  tasks: z.int().min(1).meta({ description: 'How many there are.' }),
});

/** `GET /v1/task-counts`. */
export const taskCountList = listOf(
  taskCount,
  'By hour, then by status; an hour without tasks of a status has no row.',
);

/** `GET /v1/task-updates`. */
export const taskUpdatesPage = listOf(
  taskSummary,
  'The newest state of each task that changed, the changes of a task in their order. A task may come again with the same revision.',
).extend({
  next_cursor: z.string().meta({ description: 'Where to go on.' }),
  has_more: z.boolean().meta({ description: 'Whether more may be read at once, without waiting.' }),
});
