import { z } from 'zod';
import { taskStatus } from './enums.ts';
import { billing, callback, cancel, links, progress, taskError, usage, warning } from './parts.ts';
import { anyObject, taskId, wireTime } from './shapes.ts';

/**
 * A task as the API answers it and as `task.updated` carries it: every key of the published contract in its order,
 * then the added ones, always all of them. What is not known is null.
 */
export const taskEnvelope = z.object({
  object: z.literal('task').meta({ description: 'What this is.' }),
  task_id: taskId.meta({ description: 'The id of the task.' }),
  status: taskStatus.meta({ description: 'Where the task stands. It only rises.' }),
  capability: z.string().meta({ description: 'What the task does.' }),
  model: z.string().meta({ description: 'The model that was asked for.' }),
  resolved_model: z.string().nullable().meta({ description: 'The model that does the work.' }),
  metadata: z
    .record(z.string(), z.string())
    .meta({ description: "The caller's own pairs of key and value." }),
  input: anyObject.meta({
    description: 'What the task was given, as it was sent; `{}` where there is none.',
  }),
  progress: progress.nullable().meta({ description: 'How far the task is.' }),
  output: anyObject.nullable().meta({ description: 'The result, or as much of it as there is.' }),
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
  api_key_id: z
    .string()
    .nullable()
    .meta({ description: 'The API key that the task was asked for with, as its creation says.' }),
});

export type TaskEnvelope = z.output<typeof taskEnvelope>;

const TASK = 'task_01JD9Z6M3T7V2X8Q4N5B6C7D8E';

/** A task that succeeded, was charged and partly refunded. */
export const EXAMPLE_TASK: TaskEnvelope = {
  object: 'task',
  task_id: TASK,
  status: 'succeeded',
  capability: 'image.generate',
  model: 'aurora-xl',
  resolved_model: 'aurora-xl-2026-10',
  metadata: { campaign: 'autumn', order: '4711' },
  input: { prompt: 'A lighthouse in the fog, woodcut', size: '1024x1024', seed: 424242 },
  progress: {
    percent: 100,
    stage: 'denoise',
    message: 'Step 17 of 40',
    stage_started_at: '2026-11-24T10:00:04.031Z',
  },
  output: { images: [{ url: 'https://cdn.example.com/images/8e.png', width: 1024, height: 1024 }] },
  warnings: [{ code: 'size_rounded', message: 'The size was rounded to 1024x1024.', field: 'size' }],
  error: null,
  usage: {
    input_tokens: 0,
    output_tokens: 0,
    cache_read_tokens: 0,
    cache_creation_tokens: 0,
    reasoning_tokens: 0,
    image_count: 1,
    image_pixels: 1_048_576,
    video_seconds: 0,
    audio_seconds: 0,
    characters: 0,
    lines: [
      {
        meter: 'image_count',
        quantity: '1',
        unit: 'image',
        billed_amount_credits: '40.0000',
        billed_amount_credits_usd_reference: '0.0400',
      },
    ],
    credits: '40.0000',
    credits_usd_reference: '0.0400',
    lines_truncated: 0,
  },
  billing: {
    charged_credits: '40.0000',
    refunded_credits: '12.5000',
    charged_credits_usd_reference: '0.0400',
    refunded_credits_usd_reference: '0.0125',
    currency: 'USD',
    net_charged_credits: '27.5000',
    net_charged_credits_usd_reference: '0.0275',
    settlement: 'settling',
  },
  callback: {
    url: 'https://shop.example.com/hooks/tasks',
    status: 'retrying',
    attempt_count: 1,
    delivered_at: null,
    last_error: null,
    next_attempt_at: '2026-11-24T10:00:15.020Z',
    last_status_code: 503,
  },
  created_at: '2026-11-24T10:00:00.120Z',
  started_at: '2026-11-24T10:00:01.250Z',
  completed_at: '2026-11-24T10:00:09.250Z',
  cancel_requested_at: null,
  links: {
    self: `https://tasks.example.com/v1/tasks/${TASK}`,
    cancel: `https://tasks.example.com/v1/tasks/${TASK}/cancel`,
    events: `https://tasks.example.com/v1/tasks/${TASK}/events`,
    stream: `https://tasks.example.com/v1/tasks/${TASK}/stream`,
  },
  revision: 11,
  updated_at: '2026-11-24T10:02:00.000Z',
  deadline_at: '2026-11-24T10:10:00.000Z',
  client_request_id: 'req_7Q2M',
  project_id: 'prj_website',
  attempt: 1,
  data_removed: false,
  cancel: null,
  api_key_id: '5f0c8a52-3d1e-4b7a-9c64-2e8f1d7b6a90',
};
