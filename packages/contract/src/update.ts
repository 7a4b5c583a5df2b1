import { z } from 'zod';
import { wireTime } from './envelope/shapes.ts';
import { taskEnvelope } from './envelope/task.ts';
import { identifier } from './primitives.ts';

/**
 * What the updates topic carries: the newest state of a task that changed, keyed `<tenantid>/<task_id>`. The revisions
 * of a task rise; skipped ones are normal, and the last ones may come again after a crash, so a consumer drops what is
 * not above the revision it holds.
 */
export const taskUpdated = z
  .object({
    specversion: z.literal('1.0').meta({ description: 'The version of CloudEvents.' }),
    id: z.string().meta({ description: 'The same for the same tenant, task and revision.' }),
    source: z.string().meta({ description: 'The system that says so.' }),
    type: z.literal('task.updated').meta({ description: 'What happened.' }),
    time: wireTime.meta({ description: 'When the task last changed.' }),
    subject: identifier.meta({ description: 'The id of the task.' }),
    datacontenttype: z.literal('application/json').meta({ description: 'The data is JSON.' }),
    tenantid: identifier.meta({ description: 'The tenant that the task belongs to.' }),
    revision: z.int().min(1).meta({ description: 'The revision of the task, as in the data.' }),
    truncated: z.literal(true).optional().meta({
      description:
        'Present where the task was too large: `input`, or `input` and `output`, are absent. The API has them.',
    }),
    traceparent: z.string().optional().meta({
      description:
        'W3C Trace Context of what published it, or of the producer of the event behind it. Absent where nothing is traced.',
    }),
    data: taskEnvelope
      .partial({ input: true, output: true })
      .meta({ description: 'The task, as the API answers it.' }),
  })
  .meta({ description: 'A task changed: its whole newest state.' });

export type TaskUpdated = z.output<typeof taskUpdated>;
