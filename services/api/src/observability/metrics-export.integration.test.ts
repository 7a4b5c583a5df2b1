import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger, createRegistry, startTelemetry } from '@taskfold/runtime';
import { expect, it, onTestFinished } from 'vitest';
import { createApp } from '../app.ts';
import { ApiError } from '../errors/api-error.ts';
import { requestMetrics } from './request-metrics.ts';

/** As far as the test looks at it. */
interface Sent {
  readonly resourceMetrics: readonly {
    readonly resource: object;
    readonly scopeMetrics: readonly { readonly metrics: readonly { readonly name: string }[] }[];
  }[];
}

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('sends requests to a collector by the conventions for HTTP servers, with templates and no path', async () => {
  const bodies: string[] = [];
  const collector = await listen(
    createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      bodies.push(Buffer.concat(parts).toString());
      response.setHeader('content-type', 'application/json').end('{}');
    }),
  );
  const registry = createRegistry({ service: 'api' });
  const telemetry = await startTelemetry({
    service: 'taskfold-api',
    env: { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${collector}/v1/metrics` },
    registry,
    logger: createLogger({ service: 'api', level: 'silent' }),
  });
  const app = createApp({
    routes: [
      {
        method: 'GET',
        template: '/things/{thing_id}',
        scope: null,
        handle: (request) => {
          if (request.params.thing_id === 'broken') throw new ApiError('timeout');
          return { status: 200, headers: [], body: '{}' };
        },
      },
    ],
    authenticate: (_request, _response, next) => next(),
    observers: [requestMetrics(registry)],
    requestTimeLimitMs: 5000,
    maxUrlLength: 2048,
  });
  const api = await listen(createServer(app));
  for (const id of ['a-secret-id', 'a-secret-id', 'broken']) {
    await (await fetch(`${api}/things/${id}?token=hidden`)).text();
  }
  await expect.poll(async () => await registry.metrics()).toContain('error_type="timeout"} 1');
  await telemetry.stop();

  const [body = ''] = bodies.slice(-1);
  const metrics = (JSON.parse(body) as Sent).resourceMetrics.flatMap(({ scopeMetrics }) =>
    scopeMetrics.flatMap((scope) => scope.metrics),
  );
  const attributes = (route: object, status: object, ...more: object[]) =>
    expect.arrayContaining([
      { key: 'http.request.method', value: { stringValue: 'GET' } },
      { key: 'url.scheme', value: { stringValue: 'http' } },
      { key: 'http.route', value: route },
      { key: 'http.response.status_code', value: status },
      ...more,
    ]);
  const route = { stringValue: '/things/{thing_id}' };
  expect(metrics.find(({ name }) => name === 'http.server.request.duration')).toMatchObject({
    unit: 's',
    histogram: {
      aggregationTemporality: 2,
      dataPoints: [
        {
          count: 2,
          explicitBounds: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
          attributes: attributes(route, { intValue: 200 }),
        },
        {
          count: 1,
          attributes: attributes(
            route,
            { intValue: 504 },
            { key: 'error.type', value: { stringValue: 'timeout' } },
          ),
        },
      ],
    },
  });
  expect(metrics.find(({ name }) => name === 'http.server.active_requests')).toMatchObject({
    sum: { isMonotonic: false, dataPoints: [{ asDouble: 0 }] },
  });
  expect(body).toContain('"taskfold-api"');
  expect(body).not.toMatch(/a-secret-id|hidden|http_server|"service"/);
});
