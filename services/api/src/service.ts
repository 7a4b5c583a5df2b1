import { randomBytes } from 'node:crypto';
import { type LogProducer, systemEventEncoder } from '@taskfold/kafka';
import type { Tracing } from '@taskfold/runtime';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { createApp } from './app.ts';
import { createChangeReader } from './changes/change-reader.ts';
import { createLagHeader } from './changes/lag-header.ts';
import type { Config } from './config.ts';
import { openSessionCookies, openTenantConsole } from './console/open-console.ts';
import { sessionRoutes } from './console/sessions/session-routes.ts';
import { createSignedCursors } from './cursors/signed-cursors.ts';
import { createEventPublisher } from './events/publisher.ts';
import { createHeartbeats } from './http/heartbeats.ts';
import type { Route } from './http/route.ts';
import { pruneKeys } from './idempotency/prune-keys.ts';
import { createLiveRequests } from './live/live-requests.ts';
import { watchKeys } from './live/watch-keys.ts';
import { authentication } from './middleware/authentication/authentication.ts';
import { createFailureBudget } from './middleware/authentication/failure-budget.ts';
import { createKeyLookups } from './middleware/authentication/key-lookups.ts';
import { createLookupsInTurn } from './middleware/authentication/lookups-in-turn.ts';
import { readTokenAdmission } from './middleware/authentication/read-token-admission.ts';
import { sessionAdmission } from './middleware/authentication/session-admission.ts';
import { rateLimit } from './middleware/rate-limit/rate-limit.ts';
import { databaseMetrics } from './observability/database-metrics.ts';
import { liveMetrics } from './observability/live-metrics.ts';
import { replicaMetrics } from './observability/replica-metrics.ts';
import { requestLog } from './observability/request-log.ts';
import { requestMetrics } from './observability/request-metrics.ts';
import { requestTraces } from './observability/request-traces.ts';
import type { ReplicaStanding } from './replica/standing.ts';
import { allRoutes } from './routes/all-routes.ts';
import { type ApiServer, createApiServer } from './server.ts';
import type { ServiceDatabase } from './service-database.ts';
import { createByteBudget } from './shares/byte-budgets.ts';
import { createIssuers } from './tokens/issuers.ts';
import { createReadTokens } from './tokens/read-tokens.ts';

/** Keys that are kept in memory: some hundred bytes each. */
const MAX_CACHED_KEYS = 10_000;

/** Unknown keys from addresses that sent many: 40 queries a second at most, and more keys than requests can come. */
const LOOKUPS_IN_TURN = { intervalMs: 25, maxPerQuery: 500, maxWaiting: 20_000 };

/** How many times as much as one of its keys a tenant may have, where the configuration does not say. */
const OF_A_TENANT = { requests: 5, watches: 2 };

export interface ServiceOptions {
  readonly config: Config;
  readonly database: ServiceDatabase;
  readonly producer: Pick<LogProducer, 'send'>;
  /** The hash of a key of the right form and checksum, else null. */
  readonly keyHash: (token: string) => string | null;
  readonly logger: Logger;
  readonly registry: Registry;
  /** Told what becomes of reads where there is a replica, whenever it was looked at. */
  readonly onReplica?: (standing: ReplicaStanding) => void;
  /** Without it nothing is traced. */
  readonly tracing?: Tracing | null | undefined;
}

export interface Service {
  readonly server: ApiServer;
  readonly routes: readonly Route[];
  /** What goes on beside the requests, until the signal is aborted; then those who wait are answered and streams end. */
  background(signal: AbortSignal): Promise<void>;
}

/** Puts the API together. Nothing listens or runs yet, and the database is the caller's to close. */
export function createService(options: ServiceOptions): Service {
  const { config, database, producer, keyHash, logger, registry, tracing } = options;
  const metrics = requestMetrics(registry);
  databaseMetrics(registry, database.figures);
  const { replica } = database;
  if (replica !== null) replicaMetrics(registry, () => replica.figures);
  if (config.CURSOR_KEY === undefined) {
    logger.warn('CURSOR_KEY is not set: cursors are good for this process alone, and end with it');
  }
  if (database.callbackSecrets.rotate === null) {
    logger.warn('CALLBACK_KEYS is not set: secrets of callbacks cannot be replaced over HTTP');
  }
  if (config.EVENT_SIGNING_KEYS === undefined) {
    logger.warn(
      'EVENT_SIGNING_KEYS is not set: whoever may write to the events topic can forge those of Taskfold',
    );
  }
  const cursors = createSignedCursors(config.CURSOR_KEY ?? randomBytes(32));
  const tokenKeys = config.TOKEN_KEYS ?? [config.CURSOR_KEY ?? randomBytes(32)];
  if (config.TOKEN_KEYS === undefined && config.CURSOR_KEY === undefined) {
    logger.warn(
      'TOKEN_KEYS is not set: read tokens and sessions of the console are good for this process alone, and end with it',
    );
  }
  const readTokens = createReadTokens(tokenKeys);
  const cookies = openSessionCookies(config, tokenKeys);
  const issuers = createIssuers({
    find: database.findKey,
    ttlMs: config.KEY_CACHE_MS,
    maxEntries: MAX_CACHED_KEYS,
  });
  const changes = createChangeReader({ source: database.changes, logger });
  const lag = createLagHeader({ read: database.projectionLag, logger });
  const heartbeats = createHeartbeats();
  const live = createLiveRequests({
    findKey: database.findKey,
    maxPerKey: config.MAX_WATCHES_PER_KEY,
    maxPerTenant: config.MAX_WATCHES_PER_TENANT ?? OF_A_TENANT.watches * config.MAX_WATCHES_PER_KEY,
    maxInAll: config.MAX_WATCHES,
  });
  liveMetrics(registry, { changes: () => changes.figures, requests: () => live.counts });
  const publisher = createEventPublisher({
    producer,
    topic: config.TOPIC_EVENTS,
    timeLimitMs: config.PUBLISH_TIMEOUT_MS,
  });
  const encode = systemEventEncoder(config.EVENT_SIGNING_KEYS);
  const routes = allRoutes({
    database,
    changes,
    live,
    publisher,
    encode,
    cursors,
    readTokens,
    publicUrl: config.PUBLIC_URL,
  });
  const authenticate = authentication({
    hashOf: keyHash,
    lookups: createKeyLookups({
      find: database.findKey,
      ttlMs: config.KEY_CACHE_MS,
      maxEntries: MAX_CACHED_KEYS,
    }),
    failures: createFailureBudget(config.AUTH_FAILURES_PER_MINUTE),
    findInTurn: createLookupsInTurn({ findMany: database.findKeys, ...LOOKUPS_IN_TURN }),
    readTokens: readTokenAdmission(readTokens, issuers),
    sessions: cookies && sessionAdmission(cookies),
  });
  const limit = rateLimit({
    perKey: config.RATE_LIMIT_PER_MINUTE,
    perTenant: config.RATE_LIMIT_PER_TENANT ?? OF_A_TENANT.requests * config.RATE_LIMIT_PER_MINUTE,
  });
  const app = createApp({
    routes,
    console: openTenantConsole(config, logger),
    sessions:
      cookies &&
      sessionRoutes({ cookies, authenticate: [authenticate, limit], hours: config.CONSOLE_SESSION_HOURS }),
    authenticate,
    limit,
    trustedProxies: config.TRUSTED_PROXIES,
    observers: [...(tracing ? [requestTraces(tracing)] : []), metrics, requestLog(logger)],
    corsOrigins: config.CORS_ORIGINS,
    requestTimeLimitMs: config.REQUEST_TIMEOUT_MS,
    maxUrlLength: config.MAX_URL_LENGTH,
    heartbeats,
    memory: {
      bodies: createByteBudget({ maxBytes: config.BODIES_MAX_BYTES, what: 'Bodies of requests' }),
      answers: createByteBudget({
        maxBytes: config.ANSWERS_MAX_BYTES,
        what: 'Answers that were not taken yet',
      }),
    },
    tasks: database.tasks,
    readHeaders: lag.headers,
  });
  const limits = {
    maxHeaderBytes: config.MAX_HEADER_BYTES,
    headersTimeoutMs: config.RECEIVE_HEADERS_TIMEOUT_MS,
    requestTimeoutMs: config.RECEIVE_TIMEOUT_MS,
    keepAliveTimeoutMs: config.KEEP_ALIVE_TIMEOUT_MS,
    socketTimeoutMs: config.SOCKET_TIMEOUT_MS,
    maxConnections: config.MAX_CONNECTIONS,
  };
  const server = createApiServer(app, limits, (failure) => {
    metrics.onProtocolError(failure);
    logger.info(
      { request_id: failure.requestId, status: failure.status, reason: failure.reason },
      'no request',
    );
  });
  return {
    server,
    routes,
    async background(signal) {
      const stop = () => {
        changes.close();
        heartbeats.close();
      };
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
      await Promise.all([
        changes.run(signal),
        database.changes.listen(() => changes.wake(), signal),
        lag.run(signal),
        replica?.run(signal, options.onReplica),
        watchKeys(live, signal),
        pruneKeys({ prune: database.idempotency.prune, logger, signal }),
      ]);
    },
  };
}
