import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { databaseMetrics } from './database-metrics.ts';

it('shows what the figures are at the time', async () => {
  const registry = new Registry();
  let figures = { connections: 5, idleConnections: 2, waiting: 1, lookups: 100, queries: 10, unchanged: 3 };
  databaseMetrics(registry, () => figures);
  const first = await registry.metrics();
  expect(first).toContain('taskfold_database_connections{state="idle"} 2');
  expect(first).toContain('taskfold_database_connections{state="busy"} 3');
  expect(first).toContain('taskfold_database_waiting 1');
  expect(first).toContain('taskfold_task_lookups_total 100');
  expect(first).toContain('taskfold_task_lookup_queries_total 10');
  expect(first).toContain('taskfold_task_lookups_unchanged_total 3');
  figures = { ...figures, waiting: 0, lookups: 150, queries: 11, unchanged: 4 };
  const second = await registry.metrics();
  expect(second).toContain('taskfold_database_waiting 0');
  expect(second).toContain('taskfold_task_lookups_total 150');
  expect(second).toContain('taskfold_task_lookup_queries_total 11');
  expect(second).toContain('taskfold_task_lookups_unchanged_total 4');
});
