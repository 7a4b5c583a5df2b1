import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { RequestObserver } from '../middleware/request-context/request-context.ts';
import type { ProtocolErrorObserver } from '../server.ts';

/** Seconds. The finest step lies below a read that the database answers from memory. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export interface RequestMetrics extends RequestObserver {
  readonly onProtocolError: ProtocolErrorObserver;
}

/**
 * Durations by route template, method and status. The labels come from tables of this program, never from what a client
 * sent, so their number is bounded.
 */
export function requestMetrics(registry: Registry): RequestMetrics {
  const duration = new Histogram({
    name: 'taskfold_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer, by route template, method and status.',
    labelNames: ['route', 'method', 'status'],
    buckets: BUCKETS,
    registers: [registry],
  });
  const protocolErrors = new Counter({
    name: 'taskfold_http_protocol_errors_total',
    help: 'Connections whose bytes were no acceptable request, by the status they were answered with.',
    labelNames: ['status'],
    registers: [registry],
  });
  let inFlight = 0;
  new Gauge({
    name: 'taskfold_http_requests_in_flight',
    help: 'Requests that are being served now.',
    registers: [registry],
    collect() {
      this.set(inFlight);
    },
  });
  return {
    begun() {
      inFlight += 1;
    },
    ended(context, request, response) {
      inFlight -= 1;
      duration.observe(
        {
          route: context.template ?? 'none',
          method: request.method,
          status: response.writableFinished ? response.statusCode : 'aborted',
        },
        (performance.now() - context.startedAt) / 1000,
      );
    },
    onProtocolError({ status }) {
      protocolErrors.inc({ status });
    },
  };
}
