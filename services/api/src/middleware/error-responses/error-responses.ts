import type { ErrorRequestHandler } from 'express';
import { contextOf } from '../../context/request-context.ts';
import type { ApiError } from '../../errors/api-error.ts';
import { errorBody } from '../../errors/error-body.ts';
import { sendReply } from '../../http/reply.ts';

/**
 * The last middleware, and the one place where an error becomes a response. The error as thrown goes to the context for
 * the log; the client sees the translated one alone.
 */
export function errorResponses(translate: (error: unknown) => ApiError): ErrorRequestHandler {
  return (error, request, response, _next) => {
    const context = contextOf(response);
    const shown = translate(error);
    context.failure = { error, code: shown.code };
    sendReply(request, response, {
      status: shown.status,
      headers: ['Cache-Control', 'no-store', ...shown.headers],
      body: errorBody(shown, context.requestId),
    });
  };
}
