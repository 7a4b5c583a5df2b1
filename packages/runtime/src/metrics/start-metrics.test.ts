import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { startMetrics } from './start-metrics.ts';

it('shows what is counted at the time, and nothing where that cannot be read', async () => {
  const registry = new Registry();
  let starts: Map<string, number> | null = new Map([['processor', 3]]);
  startMetrics(registry, async () => {
    if (starts === null) throw new Error('the database is away');
    return starts;
  });
  expect(await registry.metrics()).toContain('taskfold_service_starts_total{started="processor"} 3');
  starts = new Map([['processor', 4]]);
  expect(await registry.metrics()).toContain('taskfold_service_starts_total{started="processor"} 4');
  starts = null;
  expect(await registry.metrics()).not.toContain('started=');
});
