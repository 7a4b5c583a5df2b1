import { isTraceparent, type TraceSpan } from '@taskfold/runtime';
import type { Request, RequestHandler, Response } from 'express';
import { ApiError } from '../errors/api-error.ts';
import { requestIdFor } from '../request-id.ts';
import type { Caller } from './caller.ts';

/** Why a request's signal was aborted: nobody is left to read the answer. */
export class ClientGoneError extends Error {
  override readonly name = 'ClientGoneError';
}

/** What is known of one request while it is served. One is made per request, so it holds fields and no closures. */
export class RequestContext {
  readonly requestId: string;
  readonly startedAt: number = performance.now();
  /** Template of the route that took the request, such as `/v1/tasks/{task_id}`; null while or when there is none. */
  template: string | null = null;
  /** Who asks; null before authentication and on routes open to anyone. */
  caller: Caller | null = null;
  /** Hash of the key that the request came with; null like the caller. */
  keyHash: string | null = null;
  /** W3C Trace Context that whatever is published for the request carries on; null where nobody traces it. */
  traceparent: string | null;
  /** Null where requests are not traced. */
  span: TraceSpan | null = null;
  /** Header names and values in turn, for whatever is answered. */
  headers: readonly string[] = [];
  /** The same, as the origin of the page wants it that asks. */
  originHeaders: readonly string[] = [];
  /** What went wrong, for the log: the error as it was thrown, and the code that the client was told. */
  failure: { readonly error: unknown; readonly code: string } | null = null;
  readonly #controller = new AbortController();
  #deadline: NodeJS.Timeout | undefined;

  constructor(requestId: string, timeLimitMs: number, traceparent: string | null) {
    this.requestId = requestId;
    this.traceparent = traceparent;
    this.#deadline = setTimeout(expire, timeLimitMs, this);
  }

  /** Aborted when the client goes away ({@link ClientGoneError}) or the time limit passes (ApiError `timeout`). */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  abort(reason: Error): void {
    this.#controller.abort(reason);
  }

  /** Counts the time limit from now on. Such a request is expected to take this long. */
  allow(timeLimitMs: number): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(expire, timeLimitMs, this);
  }

  /** A stream has no end that it should be held to. */
  allowForever(): void {
    clearTimeout(this.#deadline);
    this.#deadline = undefined;
  }

  /** Ends the time limit. */
  finish(): void {
    clearTimeout(this.#deadline);
  }
}

function expire(context: RequestContext): void {
  context.abort(new ApiError('timeout'));
}

/** Watches requests come and go. Its functions must not throw. */
export interface RequestObserver {
  readonly begun?: (context: RequestContext, request: Request) => void;
  /** Once for every request, when its answer was sent or its client went away. */
  readonly ended: (context: RequestContext, request: Request, response: Response) => void;
}

export interface RequestContextOptions {
  /** A request that is not answered after this long ends with 504 `timeout`. */
  readonly timeLimitMs: number;
  readonly observers: readonly RequestObserver[];
}

/** The first middleware: gives the request its context and its end. */
export function requestContext({ timeLimitMs, observers }: RequestContextOptions): RequestHandler {
  function onClose(this: Response): void {
    const context = contextOf(this);
    context.finish();
    if (!this.writableFinished) context.abort(new ClientGoneError('the client closed the connection'));
    for (const observer of observers) observer.ended(context, this.req, this);
  }
  return (request, response, next) => {
    const { traceparent } = request.headers;
    const context = new RequestContext(
      requestIdFor(request.headers['x-request-id']),
      timeLimitMs,
      isTraceparent(traceparent) ? traceparent : null,
    );
    response.locals.context = context;
    response.on('close', onClose);
    for (const observer of observers) observer.begun?.(context, request);
    next();
  };
}

/** The context that {@link requestContext} made. */
export function contextOf(response: Response): RequestContext {
  return response.locals.context as RequestContext;
}

/** Who asks, on a route that authenticates. */
export function callerOf(context: RequestContext): Caller {
  if (context.caller === null) throw new Error('the route asked who calls without authenticating');
  return context.caller;
}
