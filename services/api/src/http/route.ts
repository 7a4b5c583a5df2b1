import { type NeededScope, noQuery, type Operation } from '@taskfold/contract';
import type { Request } from 'express';
import type { BodyLimits } from '../body/receive-body.ts';
import type { RequestContext } from '../context/request-context.ts';
import { readQuery } from '../query/read-query.ts';
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
  /** What the key must be allowed, `any` where each key may ask; null where no key is asked for. */
  readonly scope: NeededScope;
  /** Whether read tokens are taken beside keys. */
  readonly readTokens?: boolean;
  /** Whether its answers say how far the projection may be behind the log. */
  readonly showsLag?: boolean;
  /** Media types that it answers in; `application/json` alone where it says nothing. */
  readonly produces?: readonly string[];
  /** Media types that are accepted in the place of these. */
  readonly acceptedAs?: readonly string[];
  /** What it reads of a body, as a Buffer; without it a body is not read. */
  readonly body?: BodyLimits;
  readonly handle: Handle;
}

const MAX_BODY_BYTES = 65_536;

/**
 * The route of an operation of the contract.
 *
 * @param reading how much of a body is read and of which types, where the operation has one and that is not the usual
 */
export function routeOf(
  operation: Operation,
  handle: Handle,
  reading: Partial<Pick<BodyLimits, 'maxBytes' | 'takes'>> = {},
): Route {
  const { method, path, scope, readTokens = false, answers, acceptedAs, body } = operation;
  const produces = Object.values(answers).flatMap(({ content = {} }) => Object.keys(content));
  const limits = body && {
    types: Object.keys(body.content),
    maxBytes: MAX_BODY_BYTES,
    required: body.required,
    ...reading,
  };
  return {
    method,
    template: path,
    scope,
    readTokens,
    showsLag: Object.values(answers).some(({ headers = {} }) => 'Task-Projection-Lag' in headers),
    produces: [...new Set(produces)],
    ...(acceptedAs === undefined ? {} : { acceptedAs }),
    ...(limits === undefined ? {} : { body: limits }),
    handle: operation.query === noQuery ? withoutQuery(handle) : handle,
  };
}

function withoutQuery(handle: Handle): Handle {
  return (request, context) => {
    if (request.url.includes('?')) readQuery(noQuery, request.url);
    return handle(request, context);
  };
}
