import type { Request } from 'express';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { RequestObserver } from '../context/request-context.ts';
import type { ProtocolErrorObserver } from '../server.ts';
import { errorTypeOf, methodOf, schemeOf, statusOf } from './semantic.ts';

/** Seconds, as the conventions of OpenTelemetry advise for this metric. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

export interface RequestMetrics extends RequestObserver {
  readonly onProtocolError: ProtocolErrorObserver;
}

interface RequestLabels {
  readonly http_request_method: string;
  readonly url_scheme: string;
}

/**
 * Requests by the conventions of OpenTelemetry for HTTP servers, under the names that its rules for Prometheus make of
 * `http.server.request.duration` and `http.server.active_requests`. The labels come from tables of this program, never from
 * what a client sent, so their number is bounded.
 */
export function requestMetrics(registry: Registry): RequestMetrics {
  const duration = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Time from the headers of a request to the end of its answer.',
    labelNames: [
      'http_request_method',
      'http_route',
      'http_response_status_code',
      'url_scheme',
      'error_type',
    ],
    buckets: BUCKETS,
    registers: [registry],
  });
  const active = new Map<string, { readonly labels: RequestLabels; count: number }>();
  new Gauge({
    name: 'http_server_active_requests',
    help: 'Requests that are being served now.',
    labelNames: ['http_request_method', 'url_scheme'],
    registers: [registry],
    // Counted apart: the gauge itself would look its labels up twice for every request.
    collect() {
      for (const { labels, count } of active.values()) this.set({ ...labels }, count);
    },
  });
  const protocolErrors = new Counter({
    name: 'taskfold_http_protocol_errors_total',
    help: 'Connections whose bytes were no acceptable request, by the status they were answered with.',
    labelNames: ['status'],
    registers: [registry],
  });

  function changeActive(labels: RequestLabels, by: 1 | -1): void {
    const key = `${labels.http_request_method} ${labels.url_scheme}`;
    const known = active.get(key);
    if (known === undefined) active.set(key, { labels, count: by });
    else known.count += by;
  }

  return {
    begun(_context, request) {
      changeActive(labelsOf(request), 1);
    },
    ended(context, request, response) {
      const common = labelsOf(request);
      changeActive(common, -1);
      const status = statusOf(response);
      const error = errorTypeOf(context, status);
      duration.observe(
        {
          ...common,
          ...(context.template === null ? {} : { http_route: context.template }),
          ...(status === null ? {} : { http_response_status_code: status }),
          ...(error === undefined ? {} : { error_type: error }),
        },
        (performance.now() - context.startedAt) / 1000,
      );
    },
    onProtocolError({ status }) {
      protocolErrors.inc({ status });
    },
  };
}

function labelsOf(request: Request): RequestLabels {
  return { http_request_method: methodOf(request.method), url_scheme: schemeOf(request.protocol) };
}
