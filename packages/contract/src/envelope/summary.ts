import type { z } from 'zod';
import { pageOf } from './page.ts';
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

export type TaskSummary = z.output<typeof taskSummary>;

/** One page of tasks. */
export const taskList = pageOf(taskSummary, 'The tasks of this page.');
