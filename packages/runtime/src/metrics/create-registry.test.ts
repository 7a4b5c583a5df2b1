import { expect, test } from 'vitest';
import { createRegistry } from './create-registry.ts';

const env = { TASKFOLD_REVISION: '0123abc' };

test('shows the process, its event loop included, under the name of the service', async () => {
  const text = await createRegistry({ service: 'api' }).metrics();
  for (const name of [
    'process_cpu_seconds_total',
    'process_resident_memory_bytes',
    'nodejs_eventloop_lag_p99_seconds',
    'taskfold_heap_limit_bytes',
    'taskfold_memory_limit_bytes',
  ]) {
    expect(text).toMatch(new RegExp(`^${name}\\{service="api"\\} `, 'm'));
  }
});

test('shows what runs', async () => {
  const node = process.versions.node;
  expect(await createRegistry({ service: 'api', env }).metrics()).toMatch(
    new RegExp(
      `^taskfold_build_info\\{version="\\d+\\.\\d+\\.\\d+",revision="0123abc",node="${node}",service="api"\\} 1$`,
      'm',
    ),
  );
  expect(await createRegistry({ service: 'api' }).metrics()).toContain('revision="unknown"');
});

test('registries do not share metrics', async () => {
  const [one, other] = [createRegistry({ service: 'a' }), createRegistry({ service: 'b' })];
  expect(await one.metrics()).not.toContain('service="b"');
  expect(await other.metrics()).not.toContain('service="a"');
});
