import { parseKeyRing } from '@taskfold/access';
import { createPool, directAddress, pooledAddress } from '@taskfold/database';
import { type KafkaClient, systemEventEncoder } from '@taskfold/kafka';
import type { Lifecycle, Logger, Registry } from '@taskfold/runtime';
import type { Config } from '../config.ts';
import { endAtOnce } from '../end-at-once.ts';
import { createCallbackRole } from './callback-role.ts';
import { commaSeparated, portsOf } from './callback-variables.ts';
import { KEYS_MISSING } from './keys-missing.ts';
import { parseSchedule } from './schedule/parse-schedule.ts';

/** One waits for the broker with the outbox; the others claim, read and record. */
const CONNECTIONS = 7;

export interface StartCallbacksOptions {
  readonly config: Config;
  readonly kafka: KafkaClient;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly lifecycle: Pick<Lifecycle, 'signal' | 'onRelease'>;
}

/**
 * Begins to tell callers what became of their tasks. It has connections of its own, so that neither folding nor callbacks
 * wait for the other.
 *
 * @throws Error without keys
 */
export function startCallbacks({ config, kafka, logger, registry, lifecycle }: StartCallbacksOptions): void {
  if (config.CALLBACK_KEYS === undefined) throw new Error(KEYS_MISSING);
  const common = {
    ...(config.DATABASE_ROLE === 'none' ? {} : { role: config.DATABASE_ROLE }),
    applicationName: 'taskfold-callbacks',
    byKeyOnly: true,
    logger,
  };
  const pool = createPool({ ...common, ...pooledAddress(config), max: CONNECTIONS });
  lifecycle.onRelease('database of callbacks', () => pool.end());
  const listenPool = createPool({ ...common, ...directAddress(config), max: 1 });
  lifecycle.onRelease('notifications for callbacks', () => listenPool.end());
  const role = createCallbackRole({
    pool,
    listenPool,
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
        networks: commaSeparated(config.CALLBACK_ALLOW_NETWORKS),
        ports: portsOf(config.CALLBACK_ALLOW_PORTS),
        http: config.CALLBACK_ALLOW_HTTP,
        loopback: config.CALLBACK_ALLOW_LOOPBACK,
      },
    },
  });
  role.start();
  endAtOnce(lifecycle, 'callbacks', () => role.stop());
}
