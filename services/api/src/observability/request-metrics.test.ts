import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { createApp } from '../app.ts';
import { askInProcess } from '../testing/in-process.ts';
import { requestMetrics } from './request-metrics.ts';

it('counts by template and status, and knows how many are being served', async () => {
  const registry = new Registry();
  const metrics = requestMetrics(registry);
  const during: string[] = [];
  const app = createApp({
    routes: [
      {
        method: 'GET',
        template: '/things/{thing_id}',
        scope: null,
        handle: async () => {
          during.push(await registry.metrics());
          return { status: 200, headers: [], body: '{}' };
        },
      },
    ],
    authenticate: (_request, _response, next) => next(),
    observers: [metrics],
    requestTimeLimitMs: 5000,
    maxUrlLength: 2048,
  });
  await askInProcess(app, { path: '/things/a' });
  await askInProcess(app, { path: '/things/b' });
  await askInProcess(app, { path: '/elsewhere' });
  metrics.onProtocolError({ reason: 'HPE_INVALID', status: 400, requestId: 'r' });

  expect(during[0]).toContain('http_server_active_requests{http_request_method="GET",url_scheme="http"} 1');
  const text = await registry.metrics();
  expect(text).toContain('http_server_active_requests{http_request_method="GET",url_scheme="http"} 0');
  const count = 'http_server_request_duration_seconds_count{http_request_method="GET",url_scheme="http"';
  expect(text).toContain(`${count},http_route="/things/{thing_id}",http_response_status_code="200"} 2`);
  expect(text).toContain(`${count},http_response_status_code="404"} 1`);
  expect(text).toContain('taskfold_http_protocol_errors_total{status="400"} 1');
  expect(text).not.toContain('elsewhere');
});
