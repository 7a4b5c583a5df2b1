import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A span as it is sent in OTLP/JSON, as far as the tests look at it. */
interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly name: string;
  readonly kind: number;
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
}

/** A metric as it is sent in OTLP/JSON, as far as the tests look at it. */
interface SentMetric {
  readonly name: string;
  readonly sum?: { readonly isMonotonic: boolean };
  readonly gauge?: object;
  readonly histogram?: object;
}

interface SentMetrics {
  readonly resourceMetrics: readonly {
    readonly scopeMetrics: readonly { readonly metrics: readonly SentMetric[] }[];
  }[];
}

interface Sent {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[];
  }[];
}

export interface OtlpReceiver {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly url: string;
  /** Everything that was sent until now. */
  spans(): readonly SentSpan[];
  /** Those of the last time that metrics were sent. */
  metrics(): readonly SentMetric[];
  /** All of the bodies, as they came. */
  text(): string;
}

/** A collector of traces and metrics on a port of its own, closed at the end of the test. */
export async function otlpReceiver(): Promise<OtlpReceiver> {
  const bodies: string[] = [];
  const metrics: string[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const taken = { '/v1/traces': bodies, '/v1/metrics': metrics }[request.url ?? ''];
    taken?.push(Buffer.concat(parts).toString());
    response.writeHead(taken === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: () =>
      bodies.flatMap((body) =>
        (JSON.parse(body) as Sent).resourceSpans.flatMap(({ scopeSpans }) =>
          scopeSpans.flatMap(({ spans }) => spans),
        ),
      ),
    metrics: () =>
      metrics
        .slice(-1)
        .flatMap((body) =>
          (JSON.parse(body) as SentMetrics).resourceMetrics.flatMap(({ scopeMetrics }) =>
            scopeMetrics.flatMap((scope) => scope.metrics),
          ),
        ),
    text: () => [...bodies, ...metrics].join('\n'),
  };
}
