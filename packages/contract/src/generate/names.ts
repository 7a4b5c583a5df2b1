import type { z } from 'zod';
import { callbackStatus, cancelOutcome, settlement, taskStatus } from '../envelope/enums.ts';
import {
  billing,
  callback,
  cancel,
  links,
  progress,
  taskError,
  usage,
  usageLine,
  warning,
} from '../envelope/parts.ts';
import { callbackEvent } from '../events/callback-events.ts';
import { callbackRequest } from '../events/course.ts';
import { failure } from '../events/ends.ts';
import { recordedLine } from '../events/money.ts';
import { warning as newWarning } from '../events/parts.ts';

/** Schemas and the names that documents give them. Generators name what has none by where it stands. */
export type SchemaNames = ReadonlyMap<z.ZodType, string>;

/** The parts of a task. */
export const TASK_PARTS: SchemaNames = new Map<z.ZodType, string>([
  [taskStatus, 'TaskStatus'],
  [progress, 'Progress'],
  [warning, 'Warning'],
  [taskError, 'TaskError'],
  [usage, 'Usage'],
  [usageLine, 'UsageLine'],
  [billing, 'Billing'],
  [settlement, 'Settlement'],
  [callback, 'Callback'],
  [callbackStatus, 'CallbackStatus'],
  [cancel, 'Cancel'],
  [cancelOutcome, 'CancelOutcome'],
  [links, 'Links'],
]);

/** The parts of events. */
export const EVENT_PARTS: SchemaNames = new Map<z.ZodType, string>([
  [callbackRequest, 'CallbackRequest'],
  [callbackEvent, 'CallbackEvent'],
  [newWarning, 'NewWarning'],
  [failure, 'Failure'],
  [recordedLine, 'RecordedLine'],
]);

/** `task.output_updated` → `TaskOutputUpdated`, `createKey` → `CreateKey`. */
export function pascal(text: string): string {
  return text.replaceAll(/(?:^|[._])([a-z])/g, (_all, letter: string) => letter.toUpperCase());
}
