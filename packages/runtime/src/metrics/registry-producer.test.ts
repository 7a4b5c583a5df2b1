import { Counter, Gauge, Histogram } from 'prom-client';
import { expect, test } from 'vitest';
import { createRegistry } from './create-registry.ts';
import { registryProducer } from './registry-producer.ts';

async function produced(fill: (registers: [ReturnType<typeof createRegistry>]) => void) {
  const registry = createRegistry({ service: 'test' });
  fill([registry]);
  const { resourceMetrics } = await registryProducer(registry).collect();
  const metrics = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
  return new Map(metrics.map((metric) => [metric.descriptor.name, metric]));
}

test('HTTP metrics have the names, units and attributes of the conventions, and buckets that do not overlap', async () => {
  const metrics = await produced((registers) => {
    const duration = new Histogram({
      name: 'http_server_request_duration_seconds',
      help: 'Time.',
      labelNames: ['http_request_method', 'http_route', 'http_response_status_code', 'error_type'],
      buckets: [0.1, 1],
      registers,
    });
    const get = { http_request_method: 'GET', http_route: '/things/{id}', http_response_status_code: 200 };
    for (const seconds of [0.05, 0.1, 0.5, 7]) duration.observe(get, seconds);
    duration.observe({ http_request_method: 'PUT', error_type: 'aborted' }, 0.5);
    const active = new Gauge({
      name: 'http_server_active_requests',
      help: 'Now.',
      labelNames: ['http_request_method'],
      registers,
    });
    active.set({ http_request_method: 'GET' }, 3);
  });
  expect(metrics.get('http.server.request.duration')).toMatchObject({
    descriptor: { unit: 's', description: 'Time.' },
    dataPointType: 0,
    dataPoints: [
      {
        attributes: {
          'http.request.method': 'GET',
          'http.route': '/things/{id}',
          'http.response.status_code': 200,
        },
        value: { count: 4, sum: 7.65, buckets: { boundaries: [0.1, 1], counts: [2, 1, 1] } },
      },
      { attributes: { 'http.request.method': 'PUT', 'error.type': 'aborted' }, value: { count: 1 } },
    ],
  });
  expect(metrics.get('http.server.active_requests')).toMatchObject({
    descriptor: { unit: '{request}' },
    dataPointType: 3,
    isMonotonic: false,
    dataPoints: [{ attributes: { 'http.request.method': 'GET' }, value: 3 }],
  });
});

test('counters rise from the start of the process, gauges are what they are now', async () => {
  const metrics = await produced((registers) => {
    new Counter({ name: 'things_total', help: 'Things.', labelNames: ['kind'], registers }).inc(
      { kind: 'a' },
      2,
    );
    const odd = new Gauge({ name: 'odd', help: 'Odd.', labelNames: ['kind'], registers });
    odd.set({ kind: 'a' }, Number.NaN);
    odd.set({ kind: 'b' }, 1);
  });
  const things = metrics.get('things_total');
  expect(things).toMatchObject({
    dataPointType: 3,
    isMonotonic: true,
    dataPoints: [{ attributes: { kind: 'a' }, value: 2 }],
  });
  expect(things?.dataPoints[0]?.attributes).not.toHaveProperty('service');
  const { startTime, endTime } = things?.dataPoints[0] ?? {};
  expect(startTime?.[0]).toBeLessThanOrEqual(endTime?.[0] ?? 0);
  expect(metrics.get('odd')).toMatchObject({
    dataPointType: 2,
    dataPoints: [{ attributes: { kind: 'b' }, value: 1 }],
  });
  expect(metrics.get('process_resident_memory_bytes')).toMatchObject({ descriptor: { unit: 'By' } });
  expect(metrics.get('nodejs_eventloop_lag_p99_seconds')).toMatchObject({ descriptor: { unit: 's' } });
});
