import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { clockMetrics } from './clock-metrics.ts';
import { poolMetrics } from './pool-metrics.ts';

test('what a collection asks of the database itself does not count as waiting', async () => {
  const registry = new Registry();
  let waiting = 0;
  clockMetrics(registry, async () => {
    waiting += 1;
    return Date.now();
  });
  poolMetrics(registry, () => ({ connections: 1, idleConnections: 1, waiting }));
  expect(await registry.metrics()).toContain('taskfold_database_waiting 0');
  expect(waiting).toBe(1);
});

test('shows how far the clocks are apart, and nothing while the database does not answer', async () => {
  const registry = new Registry();
  let theirs: () => Promise<number> = async () => Date.now() - 90_000;
  clockMetrics(registry, () => theirs());
  const shown = async () =>
    Number(/^taskfold_clock_difference_seconds (.*)$/m.exec(await registry.metrics())?.[1] ?? Number.NaN);
  expect(await shown()).toBeCloseTo(90, 0);
  theirs = async () => Promise.reject(new Error('away'));
  expect(await shown()).toBeNaN();
  theirs = async () => Date.now() + 5000;
  expect(await shown()).toBeCloseTo(-5, 0);
});
