import { z } from 'zod';
import { TASK_STATUSES } from '../status.ts';
import { billing, callback, cancel, links, progress, taskError, usage, warning } from './parts.ts';
import { jsonObject, taskId, wireTime } from './shapes.ts';

/**
 * A task as the API answers it and as `task.updated` carries it: every key of the published contract in its order,
 * then the added ones, always all of them. What is not known is null.
 */
export const taskEnvelope = z.object({
  object: z.literal('task').meta({ description: 'What this is.' }),
  task_id: taskId.meta({ description: 'The id of the task.' }),
  status: z.enum(TASK_STATUSES).meta({ description: 'Where the task stands. It only rises.' }),
  capability: z.string().meta({ description: 'What the task does.' }),
  model: z.string().meta({ description: 'The model that was asked for.' }),
  resolved_model: z.string().nullable().meta({ description: 'The model that does the work.' }),
  metadata: z
    .record(z.string(), z.string())
    .meta({ description: "The caller's own pairs of key and value." }),
  input: jsonObject.meta({
    description: 'What the task was given, as it was sent; `{}` where there is none.',
  }),
  progress: progress.nullable().meta({ description: 'How far the task is.' }),
  output: jsonObject.nullable().meta({ description: 'The result, or as much of it as there is.' }),
  warnings: z
    .array(warning)
    .meta({ description: 'What the caller should know; `[]` where there is nothing.' }),
  error: taskError.nullable().meta({ description: 'Why the task failed.' }),
  usage: usage.nullable().meta({
    description: 'What was used. Null until any usage is recorded; from then on absent meters are 0.',
  }),
  billing: billing.nullable().meta({
    description: 'What it cost. Null until there is a charge, a refund or a settlement.',
  }),
  callback: callback
    .nullable()
    .meta({ description: 'Whether the caller was told. Null where none was asked for.' }),
  created_at: wireTime.meta({ description: 'When the task was created.' }),
  started_at: wireTime.nullable().meta({ description: 'When work on it began.' }),
  completed_at: wireTime.nullable().meta({ description: 'When it ended.' }),
  cancel_requested_at: wireTime.nullable().meta({ description: 'When somebody first asked for it to end.' }),
  links: links.meta({ description: 'Where to go from here: paths, or whole addresses in `task.updated`.' }),
  revision: z.int().min(1).meta({ description: 'Rises with every event that changes the task.' }),
  updated_at: wireTime.meta({ description: 'When the broker took the last event that changed the task.' }),
  deadline_at: wireTime.nullable().meta({ description: 'When the task should have ended.' }),
  client_request_id: z.string().nullable().meta({ description: 'The id that the caller gave its request.' }),
  project_id: z.string().nullable().meta({ description: 'The project that the task is counted under.' }),
  attempt: z.int().nullable().meta({ description: 'The highest attempt that started.' }),
  data_removed: z.boolean().meta({ description: 'Whether the content of the task was erased.' }),
  cancel: cancel.nullable().meta({ description: 'What became of the request to end it.' }),
});

export type TaskEnvelope = z.output<typeof taskEnvelope>;
