import type { Tracing } from '@taskfold/runtime';
import type { RequestObserver } from '../context/request-context.ts';
import { errorTypeOf, methodOf, schemeOf, statusOf } from './semantic.ts';

/**
 * One span per request, by the conventions of OpenTelemetry for HTTP servers, in the trace that the client names. It knows
 * the route by its template alone: no path, query, header, key or body. What is published for the request follows it.
 */
export function requestTraces(tracing: Tracing): RequestObserver {
  return {
    begun(context, request) {
      const method = methodOf(request.method);
      const { tracestate } = request.headers;
      const span = tracing.begin(method, {
        kind: 'server',
        parent: context.traceparent ?? undefined,
        parentState: typeof tracestate === 'string' ? tracestate : undefined,
        attributes: { 'http.request.method': method, 'url.scheme': schemeOf(request.protocol) },
      });
      context.span = span;
      context.traceparent = span.traceparent ?? context.traceparent;
    },
    ended(context, request, response) {
      const { span, template } = context;
      const status = statusOf(response);
      span?.end({
        ...(template === null ? {} : { name: `${methodOf(request.method)} ${template}` }),
        attributes: {
          ...(template === null ? {} : { 'http.route': template }),
          ...(status === null ? {} : { 'http.response.status_code': status }),
        },
        error: errorTypeOf(context, status),
      });
    },
  };
}
