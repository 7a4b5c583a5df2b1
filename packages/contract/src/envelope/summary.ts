import { z } from 'zod';
import { taskEnvelope } from './task.ts';

/** The parts of the envelope that a summary holds only where they are asked for. */
export const EXPANDABLE_PARTS = ['input', 'output', 'usage', 'billing', 'callback'] as const;
export type ExpandablePart = (typeof EXPANDABLE_PARTS)[number];

const EXPANDABLE = {
  input: true,
  output: true,
  usage: true,
  billing: true,
  callback: true,
} as const satisfies Record<ExpandablePart, true>;

/** A task as lists show it. The parts that are not asked for are absent; those that are have the envelope's form. */
export const taskSummary = taskEnvelope
  .omit({ warnings: true, attempt: true, data_removed: true, cancel: true })
  .partial(EXPANDABLE);

/** One page of tasks. */
export const taskList = z.object({
  object: z.literal('list').meta({ description: 'What this is.' }),
  data: z.array(taskSummary).meta({ description: 'The tasks of this page.' }),
  next_cursor: z
    .string()
    .nullable()
    .meta({ description: 'Where the next page begins; null after the last.' }),
  has_more: z.boolean().meta({ description: 'Whether there is a next page.' }),
});
