import type { TaskReader } from '@taskfold/database';
import type { RequestHandler } from 'express';
import { applies, type TaskFilter } from '../../context/grant.ts';
import { callerOf, contextOf, type RequestContext } from '../../context/request-context.ts';
import { ApiError } from '../../errors/api-error.ts';

/**
 * Holds a request with a read token within what the token was made for. A task beyond it does not exist for it. Comes after
 * authentication; API keys pass.
 *
 * @param readable whether the route is one that tokens may ask; those of lists apply the filter of the token themselves
 */
export function withinGrant(readable: boolean, tasks: TaskReader): RequestHandler {
  async function lookAt(context: RequestContext, filter: TaskFilter, taskId: string, next: () => void) {
    const view = await tasks.get(callerOf(context).tenantId, taskId, context.signal);
    if (view === null || !applies(filter, view)) throw new ApiError('task_not_found');
    next();
  }

  return (request, response, next) => {
    const context = contextOf(response);
    const { grant } = callerOf(context);
    if (grant === undefined) return next();
    if (!readable) throw forbidden('A read token reads tasks and nothing else: this takes an API key.');
    const taskId = request.params.task_id;
    if (grant.kind === 'filter') {
      return typeof taskId === 'string' ? lookAt(context, grant.filter, taskId, next) : next();
    }
    if (typeof taskId !== 'string') throw forbidden('This read token is for one task, and reads no lists.');
    if (grant.taskId !== taskId) throw new ApiError('task_not_found');
    return next();
  };
}

function forbidden(message: string): ApiError {
  return new ApiError('forbidden', { message });
}
