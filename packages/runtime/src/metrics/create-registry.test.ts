import { expect, test } from 'vitest';
import { createRegistry } from './create-registry.ts';

test('shows the process, its event loop included, under the name of the service', async () => {
  const text = await createRegistry({ service: 'api' }).metrics();
  for (const name of [
    'process_cpu_seconds_total',
    'process_resident_memory_bytes',
    'nodejs_eventloop_lag_p99_seconds',
  ]) {
    expect(text).toMatch(new RegExp(`^${name}\\{service="api"\\} `, 'm'));
  }
});

test('registries do not share metrics', async () => {
  const [one, other] = [createRegistry({ service: 'a' }), createRegistry({ service: 'b' })];
  expect(await one.metrics()).not.toContain('service="b"');
  expect(await other.metrics()).not.toContain('service="a"');
});
