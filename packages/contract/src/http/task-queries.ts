import { z } from 'zod';
import { EXPANDABLE_PARTS } from '../envelope/summary.ts';
import { type Instant, nearestInstant, toMilliseconds } from '../instant.ts';
import { identifier } from '../primitives.ts';
import { CALLBACK_STATUSES, TASK_STATUSES } from '../status.ts';
import { NEED_NAMES } from './needs.ts';
import {
  cursorParameter,
  idsParameter,
  integerParameter,
  limitParameter,
  listParameter,
  pairsParameter,
  positionParameter,
  textParameter,
  timeParameter,
} from './parameters.ts';

const EXPANSIONS = [...EXPANDABLE_PARTS, 'all'] as const;

const expand = listParameter(EXPANSIONS)
  .optional()
  .meta({ description: 'Further parts of each task, separated by commas.' });

const MAX_REVISION = 999_999_999_999_999;

/** `GET /v1/tasks/{task_id}`. As in the published tasks API, parameters that are not known are left aside. */
export const getTaskQuery = z.object({
  min_revision: integerParameter(0, MAX_REVISION)
    .optional()
    .meta({ description: 'With `Prefer: wait`: holds the answer until the task has this revision.' }),
  min_position: positionParameter.optional().meta({
    description:
      'With `Prefer: wait`: holds the answer until everything up to this position of the log has been folded. `POST /v1/events` answers positions.',
  }),
});

/** What a task need not have, and may be looked for by that. */
export const MAY_BE_WITHOUT = ['project_id', 'api_key_id'] as const;

const filters = {
  status: listParameter(TASK_STATUSES)
    .optional()
    .meta({ description: 'Tasks of any of these statuses, separated by commas.' }),
  capability: textParameter(256).optional().meta({ description: 'Tasks of this capability.' }),
  model: textParameter(256).optional().meta({ description: 'Tasks that asked for this model.' }),
  metadata: pairsParameter(textParameter(64), textParameter(512, 0)).optional().meta({
    description:
      'Tasks whose metadata holds all of these pairs, each given as `metadata[key]=value` (`deepObject`). Any other form is refused: a filter that is left aside would answer with everything.',
  }),
  client_request_id: identifier.optional().meta({ description: 'Tasks of this request of the caller.' }),
  error_code: textParameter(128).optional().meta({ description: 'Tasks that failed with this code.' }),
  callback_status: z
    .enum(CALLBACK_STATUSES, `must be one of ${CALLBACK_STATUSES.join(', ')}`)
    .optional()
    .meta({ description: 'Tasks whose callback is at this.' }),
  project_id: identifier.optional().meta({ description: 'Tasks of this project.' }),
  api_key_id: identifier.optional().meta({ description: 'Tasks that were asked for with this API key.' }),
  without: listParameter(MAY_BE_WITHOUT).optional().meta({
    description:
      'Tasks that have none of these, separated by commas: those of no project, those of which no API key is known.',
  }),
  created_after: timeParameter.optional().meta({ description: 'Tasks created at this time or later.' }),
  created_before: timeParameter.optional().meta({ description: 'Tasks created before this time.' }),
  completed_after: timeParameter.optional().meta({ description: 'Tasks that ended at this time or later.' }),
  completed_before: timeParameter.optional().meta({ description: 'Tasks that ended before this time.' }),
  entry_after: timeParameter.optional().meta({
    description:
      'Tasks with a usage record, a charge or a refund of this time or later: those behind the sums of `GET /v1/usage` from then on. With `entry_before`, of a time between the two.',
  }),
  entry_before: timeParameter.optional().meta({
    description: 'Tasks with a usage record, a charge or a refund before this time.',
  }),
  needs: z
    .enum(NEED_NAMES, `must be one of ${NEED_NAMES.join(', ')}`)
    .optional()
    .meta({ description: 'Tasks that want a person, for this reason.' }),
} as const;

const FILTER_NAMES = Object.keys(filters) as (keyof typeof filters)[];

/** `GET /v1/tasks`. */
export const listTasksQuery = z
  .strictObject({
    ...filters,
    ids: idsParameter(100).optional().meta({
      description:
        'The tasks with these ids, in this order, those that do not exist left out. With `expand` and, where an answer says that more follow, with `cursor` and the same ids; with no filter.',
    }),
    order: z
      .enum(['desc', 'asc'], 'must be desc or asc')
      .default('desc')
      .meta({ description: 'By creation: the newest first, or the oldest.', default: 'desc' }),
    limit: limitParameter,
    cursor: cursorParameter.optional(),
    expand,
  })
  .check((context) => {
    if (context.value.ids === undefined) return;
    const others = FILTER_NAMES.filter((name) => context.value[name] !== undefined);
    for (const name of others) {
      context.issues.push({
        code: 'custom',
        message: 'cannot be combined with ids',
        path: [name],
        input: context.value,
      });
    }
  });

export type ListTasksQuery = z.output<typeof listTasksQuery>;
/** Which tasks of a tenant a list holds: those to which all of it applies. */
export type TaskFilters = Partial<Pick<ListTasksQuery, keyof typeof filters>>;

const MAX_IDS = 100;

/** The body of `POST /v1/tasks/batch-get`. */
export const batchGetBody = z.strictObject({
  ids: z
    .array(identifier)
    .min(1, `must be 1 to ${MAX_IDS} ids`)
    .max(MAX_IDS, `must be 1 to ${MAX_IDS} ids`)
    .meta({ description: 'The ids of the tasks, at most 100.' }),
  expand: z
    .array(z.enum(EXPANSIONS, `must be one of ${EXPANSIONS.join(', ')}`))
    .max(EXPANSIONS.length)
    .nullish()
    .meta({ description: 'Further parts of each task.' }),
  cursor: cursorParameter.nullish(),
});

/** `GET /v1/tasks/{task_id}/events`. */
export const timelineQuery = z.strictObject({ limit: limitParameter, cursor: cursorParameter.optional() });

/** `GET /v1/tasks/{task_id}/usage` and `/ledger`. */
export const taskRecordsQuery = z.strictObject({ limit: limitParameter, cursor: cursorParameter.optional() });

const USAGE_GROUPS = ['day', 'capability', 'model', 'project_id', 'api_key_id', 'status'] as const;
export type UsageGroup = (typeof USAGE_GROUPS)[number];

/** `GET /v1/usage`. */
export const usageQuery = z.strictObject({
  from: timeParameter.optional().meta({ description: 'Entries of this time or later.' }),
  to: timeParameter.optional().meta({ description: 'Entries before this time.' }),
  group_by: listParameter(USAGE_GROUPS).optional().meta({
    description:
      'A row for each combination of these, separated by commas; one row in all where it is absent. A day is that of the entry, in UTC.',
  }),
});

/** `GET /v1/task-counts`. */
export const taskCountsQuery = z.strictObject({
  created_after: timeParameter.optional().meta({
    description: 'Tasks created at this time or later; of the last 24 hours where it is absent.',
  }),
  created_before: timeParameter.optional().meta({ description: 'Tasks created before this time.' }),
});

const HOUR_MS = 3_600_000;
/** Counts of more days than these are refused. */
export const MAX_COUNTED_DAYS = 31;

/**
 * The times, the first inclusive, between which tasks are counted; null where they are too far apart.
 *
 * @param now milliseconds since 1970
 */
export function countedRange(
  { created_after, created_before }: z.output<typeof taskCountsQuery>,
  now: number,
): { readonly from: Instant; readonly before: Instant } | null {
  // Clocks of producers may be a little ahead.
  const before = created_before ?? nearestInstant(now + HOUR_MS);
  const last = Math.min(now, toMilliseconds(before));
  const from = created_after ?? nearestInstant(last - 24 * HOUR_MS);
  const range = toMilliseconds(before) - toMilliseconds(from);
  return range > MAX_COUNTED_DAYS * 24 * HOUR_MS ? null : { from, before };
}

/** `GET /v1/task-updates`. */
export const taskUpdatesQuery = z
  .strictObject({
    cursor: cursorParameter.optional(),
    from: z.enum(['oldest', 'now'], 'must be oldest or now').optional().meta({
      description: 'Where to begin without a cursor; `now` where neither is given.',
      default: 'now',
    }),
    limit: limitParameter,
    wait: integerParameter(0, 60)
      .default(0)
      .meta({ description: 'Seconds to wait for a change where there is none yet.', default: 0 }),
    expand,
  })
  .check((context) => {
    const { cursor, from } = context.value;
    if (cursor === undefined || from === undefined) return;
    const message = 'cannot be combined with cursor';
    context.issues.push({ code: 'custom', message, path: ['from'], input: context.value });
  });
