import { createCallbackRole, parseSchedule } from '@taskfold/callbacks';
import { createPool, parseKeyRing } from '@taskfold/database';
import { type KafkaClient, systemEventEncoder } from '@taskfold/kafka';
import type { Lifecycle, Logger, Registry } from '@taskfold/runtime';
import type { Config } from '../config.ts';
import { listOf, portsOf } from './callback-variables.ts';
import { KEYS_MISSING } from './keys-missing.ts';

/** One keeps listening, one waits for the broker with the outbox; the others claim, read and record. */
const CONNECTIONS = 8;

export interface StartCallbacksOptions {
  readonly config: Config;
  readonly kafka: KafkaClient;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly lifecycle: Pick<Lifecycle, 'onRelease'>;
}

/**
 * Begins to tell callers what became of their tasks. It has connections of its own, so that neither folding nor callbacks
 * wait for the other.
 *
 * @throws Error without keys
 */
export function startCallbacks({ config, kafka, logger, registry, lifecycle }: StartCallbacksOptions): void {
  if (config.CALLBACK_KEYS === undefined) throw new Error(KEYS_MISSING);
  const pool = createPool({
    url: config.DATABASE_URL,
    ...(config.DATABASE_ROLE === 'none' ? {} : { role: config.DATABASE_ROLE }),
    max: CONNECTIONS,
    applicationName: 'taskfold-callbacks',
    byKeyOnly: true,
    logger,
  });
  lifecycle.onRelease('database of callbacks', () => pool.end());
  const role = createCallbackRole({
    pool,
    producer: kafka.producer(),
    topic: config.TOPIC_EVENTS,
    encode: systemEventEncoder(config.EVENT_SIGNING_KEYS),
    keyRing: parseKeyRing(config.CALLBACK_KEYS),
    publicUrl: config.PUBLIC_URL?.replace(/\/$/, ''),
    registry,
    logger,
    settings: {
      schedule: parseSchedule(config.CALLBACK_SCHEDULE),
      timeoutMs: config.CALLBACK_TIMEOUT_MS,
      caps: {
        total: config.CALLBACK_MAX_IN_FLIGHT,
        perHost: config.CALLBACK_MAX_PER_HOST,
        perTenant: config.CALLBACK_MAX_PER_TENANT,
      },
      rules: {
        networks: listOf(config.CALLBACK_ALLOW_NETWORKS),
        ports: portsOf(config.CALLBACK_ALLOW_PORTS),
        http: config.CALLBACK_ALLOW_HTTP,
        loopback: config.CALLBACK_ALLOW_LOOPBACK,
      },
    },
  });
  role.start();
  lifecycle.onRelease('callbacks', () => role.stop());
}
