import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { createApp } from './app.ts';
import type { Config } from './config.ts';
import { createSignedCursors } from './cursors/signed-cursors.ts';
import { authentication, type KeyRecord } from './middleware/authentication/authentication.ts';
import { createKeyLookups } from './middleware/authentication/key-lookups.ts';
import { type DatabaseFigures, databaseMetrics } from './observability/database-metrics.ts';
import { requestLog } from './observability/request-log.ts';
import { requestMetrics } from './observability/request-metrics.ts';
import { getTask, type TaskReader } from './routes/get-task/get-task.ts';
import { getUsage, type UsageReader } from './routes/get-usage/get-usage.ts';
import { listTaskEvents, type TimelineReader } from './routes/list-task-events/list-task-events.ts';
import { listTasks, type TaskLists } from './routes/list-tasks/list-tasks.ts';
import { type ApiServer, createApiServer } from './server.ts';

/** Keys that are kept in memory: some hundred bytes each. */
const MAX_CACHED_KEYS = 10_000;

/** What the API asks of the database. */
export interface ServiceDatabase {
  readonly tasks: TaskReader;
  readonly queries: TaskLists & TimelineReader & UsageReader;
  /** The record of a key that was not revoked; null where there is none. */
  readonly findKey: (hash: string) => Promise<KeyRecord | null>;
  readonly figures: () => DatabaseFigures;
  /** Any statement that the database answers at once. */
  readonly ping: () => Promise<unknown>;
}

export interface ServiceOptions {
  readonly config: Config;
  readonly database: ServiceDatabase;
  /** The hash of a key of the right form and checksum, else null. */
  readonly keyHash: (token: string) => string | null;
  readonly logger: Logger;
  readonly registry: Registry;
}

/** Puts the API together. Nothing listens yet, and the database is the caller's to close. */
export function createService({ config, database, keyHash, logger, registry }: ServiceOptions): ApiServer {
  const metrics = requestMetrics(registry);
  databaseMetrics(registry, database.figures);
  const cursors = createSignedCursors(config.CURSOR_KEY ?? randomBytes(32));
  const app = createApp({
    routes: [
      listTasks(database.queries, cursors),
      getTask(database.tasks),
      listTaskEvents(database.queries, cursors),
      getUsage(database.queries),
    ],
    authenticate: authentication({
      hashOf: keyHash,
      lookups: createKeyLookups({
        find: database.findKey,
        ttlMs: config.KEY_CACHE_MS,
        maxEntries: MAX_CACHED_KEYS,
      }),
    }),
    observers: [metrics, requestLog(logger)],
    requestTimeLimitMs: config.REQUEST_TIMEOUT_MS,
    maxUrlLength: config.MAX_URL_LENGTH,
  });
  const limits = {
    maxHeaderBytes: config.MAX_HEADER_BYTES,
    headersTimeoutMs: config.RECEIVE_HEADERS_TIMEOUT_MS,
    requestTimeoutMs: config.RECEIVE_TIMEOUT_MS,
    keepAliveTimeoutMs: config.KEEP_ALIVE_TIMEOUT_MS,
    socketTimeoutMs: config.SOCKET_TIMEOUT_MS,
    maxConnections: config.MAX_CONNECTIONS,
  };
  return createApiServer(app, limits, (failure) => {
    metrics.onProtocolError(failure);
    logger.info(
      { request_id: failure.requestId, status: failure.status, reason: failure.reason },
      'no request',
    );
  });
}
