import {
  clockMetrics,
  createRegistry,
  kafkaMetrics,
  poolMetrics,
  schemaMetrics,
  startMetrics,
} from '@taskfold/runtime';
import { describeMetrics } from '@taskfold/runtime/testing';
import { expect, test } from 'vitest';
import { dispatchMetrics } from './callbacks/dispatch/dispatch-metrics.ts';
import { foldMetrics } from './fold/fold-metrics.ts';
import { lagMetrics } from './fold/lag/lag-metrics.ts';
import { createMisplacedTally } from './fold/misplaced/misplaced-tally.ts';
import { needsMetrics } from './fold/needs/needs-metrics.ts';
import { relayMetrics } from './relay/relay-metrics.ts';
import { retentionMetrics } from './retention/retention-metrics.ts';

// `npm run test:quick -- services/processor/src/all-metrics.test.ts -u` writes the file anew. What a running processor shows is held
// against it by packages/observability.
test('the metrics of a processor with all roles are those that alerts and dashboards are made of', async () => {
  const registry = createRegistry({ service: 'processor' });
  poolMetrics(registry, () => ({ connections: 0, idleConnections: 0, waiting: 0 }));
  startMetrics(registry, async () => new Map());
  clockMetrics(registry, async () => 0);
  schemaMetrics(registry);
  kafkaMetrics(registry);
  foldMetrics(registry, () => []);
  lagMetrics(registry);
  needsMetrics(registry);
  createMisplacedTally(registry, { warn() {} });
  relayMetrics(registry);
  retentionMetrics(registry);
  dispatchMetrics(registry, { inFlight: () => 0, openBreakers: () => 0 });
  await expect(`${JSON.stringify(describeMetrics(registry), null, 2)}\n`).toMatchFileSnapshot(
    '../generated/metrics.json',
  );
});
