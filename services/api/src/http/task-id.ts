import { IDENTIFIER } from '@taskfold/contract';
import type { Request } from 'express';
import { ApiError } from '../errors/api-error.ts';

/**
 * The id in the path.
 *
 * @throws ApiError `task_not_found`: an id that no task can have is not worth a query, nor an answer of its own
 */
export function taskIdOf(request: Request): string {
  const taskId = request.params.task_id;
  if (typeof taskId !== 'string' || !IDENTIFIER.test(taskId)) throw new ApiError('task_not_found');
  return taskId;
}
