import {
  clockMetrics,
  createLogger,
  createRegistry,
  kafkaMetrics,
  schemaMetrics,
  startMetrics,
} from '@taskfold/runtime';
import { describeMetrics } from '@taskfold/runtime/testing';
import { expect, test } from 'vitest';
import { operatorToken } from '../operator/operator-token.ts';
import { partitionMetrics } from '../operator/partition-metrics.ts';
import { databaseMetrics } from './database-metrics.ts';
import { liveMetrics } from './live-metrics.ts';
import { replicaMetrics } from './replica-metrics.ts';
import { requestMetrics } from './request-metrics.ts';

const NOTHING = { connections: 0, idleConnections: 0, waiting: 0, lookups: 0, queries: 0, unchanged: 0 };

// `npm run test:quick -- services/api/src/observability/all-metrics.test.ts -u` writes the file anew. What a running API shows is held
// against it by packages/observability.
test('the metrics of an API with a replica are those that alerts and dashboards are made of', async () => {
  const registry = createRegistry({ service: 'api' });
  requestMetrics(registry);
  databaseMetrics(registry, () => NOTHING);
  replicaMetrics(registry, () => ({
    used: false,
    lagSeconds: null,
    reads: { replica: 0, primary: 0 },
    failures: 0,
  }));
  liveMetrics(registry, {
    changes: () => ({ watches: 0, rounds: 0, changes: 0 }),
    requests: () => ({ wait: 0, stream: 0 }),
  });
  partitionMetrics(registry, async () => []);
  startMetrics(registry, async () => new Map());
  clockMetrics(registry, async () => 0);
  schemaMetrics(registry);
  kafkaMetrics(registry);
  operatorToken({ token: 'token', logger: createLogger({ service: 'api', level: 'silent' }), registry });
  await expect(`${JSON.stringify(describeMetrics(registry), null, 2)}\n`).toMatchFileSnapshot(
    '../../generated/metrics.json',
  );
});
