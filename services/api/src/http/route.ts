import type { Operation, Scope } from '@taskfold/contract';
import type { Request } from 'express';
import type { RequestContext } from '../middleware/request-context/request-context.ts';
import type { EventStream } from './event-stream.ts';
import type { Reply } from './reply.ts';

/** Returns the answer, or throws an ApiError. Stops when the context's signal is aborted. */
type Handle = (request: Request, context: RequestContext) => Answer | Promise<Answer>;
type Answer = Reply | EventStream;

/** One operation of the API. Its path template is what the log, the metrics and the description of the API name it by. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Parameters in braces: `/v1/tasks/{task_id}`. */
  readonly template: string;
  /** What the key must be allowed; null where no key is asked for. */
  readonly scope: Scope | null;
  /** Media types that it answers in; `application/json` alone where it says nothing. */
  readonly produces?: readonly string[];
  readonly handle: Handle;
}

/** The route of an operation of the contract. */
export function routeOf(operation: Operation, handle: Handle): Route {
  const { method, path, scope, answers } = operation;
  const produces = Object.values(answers).flatMap(({ content = {} }) => Object.keys(content));
  return { method, template: path, scope, produces: [...new Set(produces)], handle };
}
