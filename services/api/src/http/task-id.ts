import type { Request } from 'express';
import { ApiError } from '../errors/api-error.ts';

const TASK_ID = /^[A-Za-z0-9_-]{1,128}$/;

/**
 * The id in the path.
 *
 * @throws ApiError `task_not_found`: an id that no task can have is not worth a query, nor an answer of its own
 */
export function taskIdOf(request: Request): string {
  const taskId = request.params.task_id;
  if (typeof taskId !== 'string' || !TASK_ID.test(taskId)) throw new ApiError('task_not_found');
  return taskId;
}
