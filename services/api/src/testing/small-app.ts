import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { contextOf, type RequestObserver, requestContext } from '../context/request-context.ts';
import { ApiError } from '../errors/api-error.ts';
import { sendReply } from '../http/reply.ts';
import { errorResponses } from '../middleware/error-responses/error-responses.ts';

export interface SmallAppOptions {
  readonly timeLimitMs?: number;
  readonly observers?: readonly RequestObserver[];
  readonly errors?: ErrorRequestHandler;
}

/** One piece of middleware between a context and the errors' end; what passes it is answered with who called. */
export function smallApp(middleware: RequestHandler, options: SmallAppOptions = {}): Express {
  const app = express();
  app.use(requestContext({ timeLimitMs: options.timeLimitMs ?? 5000, observers: options.observers ?? [] }));
  app.use(middleware);
  app.use((request, response) => {
    const body = JSON.stringify({ tenant: contextOf(response).caller?.tenantId ?? null });
    sendReply(request, response, { status: 200, headers: [], body });
  });
  app.use(
    options.errors ??
      errorResponses((error) => (error instanceof ApiError ? error : new ApiError('internal_error'))),
  );
  return app;
}

/** The error of an answer, without the part in which two equal errors differ. */
export function errorOf(body: string): Record<string, unknown> {
  const { request_id: _, ...error } = JSON.parse(body).error;
  return error;
}
