import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { activeSecrets, type KeyRing } from '@taskfold/access';
import { createMonthKeeper, createTaskReader, listenToChanges, type Pool } from '@taskfold/database';
import { deliveryFigures } from '@taskfold/database/operators';
import type { EncodeSystemEvent, LogProducer } from '@taskfold/kafka';
import type { Logger, Registry } from '@taskfold/runtime';
import { createBreakerNotes } from './breakers/breaker-notes.ts';
import { createBreakers } from './breakers/breakers.ts';
import { clearBreakers, writeBreakers } from './breakers/write-breakers.ts';
import { claimDeliveries } from './deliveries/claim-deliveries.ts';
import { readyDeliveries } from './deliveries/ready-deliveries.ts';
import { recordAttempts } from './deliveries/record-attempts.ts';
import { returnDeliveries } from './deliveries/return-deliveries.ts';
import { dispatchMetrics } from './dispatch/dispatch-metrics.ts';
import { createDispatcher } from './dispatch/dispatcher.ts';
import { type Caps, createInFlight } from './dispatch/in-flight.ts';
import { createRecorder } from './dispatch/recorder.ts';
import { createSecretCache } from './dispatch/secret-cache.ts';
import { createCallbackRules, type RuleOptions } from './guard/callback-rules.ts';
import { createResolver } from './guard/resolve-name.ts';
import { createConnector } from './http/connector.ts';
import { createSender } from './http/sender.ts';
import { drainOutbox } from './outbox/event-outbox.ts';
import { createOutboxPublisher } from './outbox/publish-outbox.ts';
import { DEFAULT_SCHEDULE } from './schedule/schedule.ts';

export interface CallbackSettings {
  /** Milliseconds before each attempt; {@link DEFAULT_SCHEDULE} unless given. */
  readonly schedule?: readonly number[];
  /** For one attempt in all, in milliseconds. */
  readonly timeoutMs?: number;
  /** How long a claim holds, in milliseconds: longer than an attempt. */
  readonly leaseMs?: number;
  readonly pollMs?: number;
  /** For attempts in flight when it stops, in milliseconds. */
  readonly graceMs?: number;
  readonly caps?: Caps;
  /** What may be called. */
  readonly rules?: RuleOptions;
  /** Certificates to trust in place of the usual ones, in PEM. */
  readonly ca?: string;
  /** Name servers to ask, as `address:port`, in place of the system's. */
  readonly nameServers?: readonly string[];
}

export interface CallbackRoleOptions {
  /** Whose plans go by keys alone (see `PoolOptions.byKeyOnly`). */
  readonly pool: Pool;
  /** Of PostgreSQL without a pooler in between; one of its connections is kept. */
  readonly listenPool: Pick<Pool, 'connect'>;
  readonly producer: LogProducer;
  /** The events topic. */
  readonly topic: string;
  /** For the events that tell of attempts. */
  readonly encode: EncodeSystemEvent;
  readonly keyRing: KeyRing;
  /** Where the API is reached, without a slash at the end. */
  readonly publicUrl: string | undefined;
  readonly registry: Registry;
  readonly logger: Logger;
  readonly settings?: CallbackSettings;
}

export interface CallbackRole {
  /** Begins in the background. */
  start(): void;
  /** Claims no more, lets attempts end for a while, and gives back the rest. Unpublished results wait in the database. */
  stop(): Promise<void>;
}

const CAPS: Caps = { total: 256, perHost: 64, perTenant: 128 };
const TIMEOUT_MS = 15_000;
const LEASE_MARGIN_MS = 15_000;
const POLL_MS = 250;
const GRACE_MS = 6000;
/** A secret that is revoked signs nothing after this long. */
const SECRETS_MS = 2000;
const BREAKER = { failures: 5, openMs: 10_000, maxOpenMs: 60_000 } as const;

/** Tells callers what their tasks came to, and the log how that went. */
export function createCallbackRole(options: CallbackRoleOptions): CallbackRole {
  const { pool, producer, topic, encode, keyRing, publicUrl, registry, logger, settings = {} } = options;
  const { timeoutMs = TIMEOUT_MS, caps = CAPS, pollMs = POLL_MS, graceMs = GRACE_MS, nameServers } = settings;
  const stopping = new AbortController();
  const stopped = new AbortController();
  const rules = createCallbackRules(settings.rules);
  const resolveName = createResolver(nameServers === undefined ? {} : { servers: nameServers });
  const sender = createSender({
    rules,
    timeoutMs,
    connector: createConnector({ rules, resolveName, ca: settings.ca }),
  });
  const reader = createTaskReader(pool);
  const keeper = createMonthKeeper(pool);
  const inFlight = createInFlight(caps);
  const breakers = createBreakers(BREAKER);
  const metrics = dispatchMetrics(registry, {
    inFlight: () => inFlight.size,
    openBreakers: () => breakers.open,
  });
  const holder = { holder: randomUUID(), processor: hostname() };
  const breakerNotes = createBreakerNotes({
    breakers,
    store: {
      write: (open, closed) => writeBreakers(pool, holder, open, closed),
      clear: () => clearBreakers(pool, holder),
    },
    onFailure: metrics.breakersNotNoted,
    logger,
  });
  const outbox = createOutboxPublisher({
    drain: (limit, publish) => drainOutbox(pool, limit, publish),
    producer,
    topic,
    encode,
    logger,
    pollMs: 1000,
  });
  const recorder = createRecorder({
    async write(attempts) {
      await keeper.ensure([]);
      return await recordAttempts(pool, attempts);
    },
    logger,
    signal: stopped.signal,
  });
  const dispatcher = createDispatcher({
    store: {
      claim: (claim) => claimDeliveries(pool, claim),
      ready: () => readyDeliveries(pool),
      giveBack: (deliveries, afterMs) => returnDeliveries(pool, deliveries, afterMs),
      figures: () => deliveryFigures(pool),
    },
    context: {
      readTask: ({ tenantId, taskId, partition }) => reader.get(tenantId, taskId, undefined, partition),
      secrets: createSecretCache({
        read: (tenantId) => activeSecrets(pool, keyRing, tenantId),
        maxAgeMs: SECRETS_MS,
      }),
      sender,
      schedule: settings.schedule ?? DEFAULT_SCHEDULE,
      publicUrl,
    },
    recorder,
    breakers,
    inFlight,
    caps,
    metrics,
    logger,
    leaseMs: settings.leaseMs ?? timeoutMs + LEASE_MARGIN_MS,
    pollMs,
    graceMs,
    onRecorded: outbox.wake,
  });

  let running: Promise<unknown> | undefined;
  async function run(): Promise<void> {
    const listening = listenToChanges({
      pool: options.listenPool,
      onChange: dispatcher.wake,
      logger,
      signal: stopping.signal,
    });
    void breakerNotes.run(stopping.signal);
    const publishing = outbox.run(stopped.signal);
    await dispatcher.run(stopping.signal);
    stopped.abort(new Error('stopping'));
    sender.close();
    await Promise.all([listening, publishing, breakerNotes.end()]);
  }

  return {
    start() {
      running ??= run();
    },
    async stop() {
      stopping.abort(new Error('stopping'));
      // A database that is away must not hold the stop up: leases run out by themselves.
      const timer = setTimeout(() => stopped.abort(new Error('stopping')), graceMs + 2000);
      await running;
      clearTimeout(timer);
    },
  };
}
