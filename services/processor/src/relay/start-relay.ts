import type { Pool } from '@taskfold/database';
import type { KafkaClient } from '@taskfold/kafka';
import type { Lifecycle, Logger, Registry, Tracing } from '@taskfold/runtime';
import type { Config } from '../config.ts';
import { endAtOnce } from '../end-at-once.ts';
import { relayMetrics } from './relay-metrics.ts';
import { startRelayRole } from './relay-role.ts';

/** What a record of the updates topic takes beside its value: key, headers and the frame of its batch. */
const UPDATE_OVERHEAD = 1024;

export interface StartRelayOptions {
  readonly config: Config;
  readonly pool: Pool;
  readonly kafka: KafkaClient;
  readonly partitionCount: number;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly lifecycle: Pick<Lifecycle, 'signal' | 'onRelease'>;
  readonly tracing: Tracing | null;
}

/** Begins to publish what changed, whenever no other process does. */
export function startRelay(options: StartRelayOptions): void {
  const { config, pool, kafka, partitionCount, logger, registry, lifecycle, tracing } = options;
  const role = startRelayRole({
    pool,
    kafka,
    topics: { updates: config.TOPIC_UPDATES, dead: config.TOPIC_DEAD },
    partitionCount,
    leaseMs: config.RELAY_LEASE_MS,
    update: {
      baseUrl: config.PUBLIC_URL?.replace(/\/$/, ''),
      maxBytes: config.UPDATE_MAX_BYTES - UPDATE_OVERHEAD,
    },
    metrics: relayMetrics(registry),
    logger,
    tracing,
  });
  endAtOnce(lifecycle, 'relay', () => role.stop());
}
