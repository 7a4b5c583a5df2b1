import type { Logger } from 'pino';
import type { RequestObserver } from '../context/request-context.ts';

/**
 * One wide line per request. It names the route by its template and the caller by ids: never a path, a query or a key.
 * A request whose client went away before the answer was complete has `aborted: true`.
 */
export function requestLog(logger: Logger): RequestObserver {
  const ended: RequestObserver['ended'] = (context, request, response) => {
    const { caller, failure } = context;
    const status = response.headersSent ? response.statusCode : null;
    const line = {
      request_id: context.requestId,
      method: request.method,
      route: context.template,
      status,
      ms: Math.round((performance.now() - context.startedAt) * 1000) / 1000,
      tenant_id: caller?.tenantId,
      key_id: caller?.keyId,
      code: failure?.code,
      trace_id: context.span?.traceId,
      aborted: response.writableFinished ? undefined : true,
    };
    if (failure !== null && (status ?? 0) >= 500) logger.error({ ...line, err: failure.error }, 'request');
    else logger.info(line, 'request');
  };
  return { ended };
}
