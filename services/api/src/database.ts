import {
  createKeyStore,
  disableTenant,
  listApiKeys,
  listCallbackSecrets,
  listTenants,
  makeKey,
  makeTenant,
  makeTenantKey,
  parseKeyRing,
  replaceTenantSecret,
  revokeApiKey,
  revokeCallbackSecret,
  revokeTenantKey,
  revokeTenantSecret,
  rotateCallbackSecret,
  rotateKey,
} from '@taskfold/access';
import {
  createPool,
  createPrisma,
  createTaskReader,
  directAddress,
  type Head,
  listenToChanges,
  loginFault,
  noteServiceStart,
  type PoolOptions,
  pathFault,
  pooledAddress,
  readChanges,
  readClock,
  readHeads,
  readServiceStarts,
  redeliver,
  sessionFault,
} from '@taskfold/database';
import { openBreakers, readPartitions, readRelays, schemaStanding } from '@taskfold/database/operators';
import {
  discardDeadLetter,
  listDeadLetters,
  readDeadLetter,
  redriveDeadLetter,
} from '@taskfold/dead-letters';
import type { Logger } from '@taskfold/runtime';
import { readProjectionLag } from './changes/read-projection-lag.ts';
import type { Config } from './config.ts';
import { storedPartitionCount } from './events/stored-partition-count.ts';
import { claimIdempotencyKey, pruneIdempotencyKeys, releaseIdempotencyKey } from './idempotency/claim-key.ts';
import { listAuditEntries } from './operator/list-audit-entries.ts';
import { listRebuilds } from './operator/list-rebuilds.ts';
import { readCallbackBacklog } from './operator/read-callback-backlog.ts';
import { sumRekeyed } from './operator/sum-rekeyed.ts';
import { openReplica } from './replica/open-replica.ts';
import { readsInTurn } from './replica/reads-in-turn.ts';
import { readTaskCounts } from './routes/count-tasks/read-task-counts.ts';
import { sumUsage } from './routes/get-usage/sum-usage.ts';
import { listAttempts } from './routes/list-callback-attempts/list-attempts.ts';
import { readTimeline } from './routes/list-task-events/read-timeline.ts';
import { listLedgerEntries, listUsageRecords } from './routes/list-task-records/list-records.ts';
import { readSummaries } from './routes/list-tasks/read-summaries.ts';
import { readTaskPage } from './routes/list-tasks/read-task-page.ts';
import { oldestPositions } from './routes/task-updates/oldest-positions.ts';
import { type ChangeWindow, readTenantChanges } from './routes/task-updates/read-tenant-changes.ts';
import type { ServiceDatabase } from './service-database.ts';
import { createFairTurns, type FairTurnsOptions } from './shares/fair-turns.ts';

/** Connections for look-ups that neither lists, timelines nor feeds may use: two for reads by id, the rest for keys and writes. */
const RESERVED_CONNECTIONS = 4;
/** Lists and sums take long: who would wait for more of them is better told to come again. */
const MAX_WAITING = { maxWaitingPerTenant: 100, maxWaiting: 1000 };
/** What is quick may wait, as when one change wakes all streams of a tenant. */
const MAX_WAITING_QUICK = { maxWaitingPerTenant: 5000, maxWaiting: 20_000 };

/** A tenant has at most half of the connections. */
function turnsOf(connections: number, waiting: typeof MAX_WAITING): FairTurnsOptions {
  const max = Math.max(1, connections);
  return { max, maxPerTenant: Math.ceil(max / 2), ...waiting };
}

/** All that lies within the windows was committed before, so that they say how far a replica has to be. */
function endsOf(windows: readonly ChangeWindow[]): ReadonlyMap<number, Head> {
  return new Map(windows.map(({ partition, to }) => [partition, { nextOffset: 0, nextPosition: to }]));
}

export interface DatabaseOptions {
  readonly config: Config;
  readonly logger: Logger;
  /** What is given last is to be released first. */
  readonly onRelease: (name: string, release: () => Promise<void>) => void;
}

/** How the API's statements go. */
export function poolOptions(config: Config): PoolOptions {
  return {
    ...pooledAddress(config),
    ...(config.DATABASE_ROLE === 'none' ? {} : { role: config.DATABASE_ROLE }),
    applicationName: 'taskfold-api',
    statementTimeoutMs: config.STATEMENT_TIMEOUT_MS,
  };
}

/** The API's way to PostgreSQL. Nothing connects before it is used; what must be closed is given to `onRelease`. */
export function openDatabase({ config, logger, onRelease }: DatabaseOptions): ServiceDatabase {
  const common = { ...poolOptions(config), logger };
  const options = { ...common, max: config.DATABASE_POOL_MAX, byKeyOnly: true };
  const pool = createPool(options);
  onRelease('database', () => pool.end());
  const prisma = createPrisma(pool);
  // Apart, so that slow questions never wait in front of look-ups, and are planned freely. One connection more than tenants may
  // use, for operators.
  const queryPool = createPool({ ...common, max: config.QUERY_POOL_MAX + 1 });
  onRelease('database queries', () => queryPool.end());
  const operating = createPrisma(queryPool);
  const listenPool = createPool({ ...common, ...directAddress(config), max: 1 });
  onRelease('database notifications', () => listenPool.end());
  const of = { projection: config.PROJECTION, topic: config.TOPIC_EVENTS };
  const keys = createKeyStore(pool, { logger });
  onRelease('use of keys', () => keys.stop());
  const replica = openReplica({ config, common, primary: pool, of, logger, onRelease });
  const tasks = createTaskReader(pool, {
    cacheMaxBytes: config.READ_CACHE_MAX_BYTES,
    replica: replica?.replica,
  });
  const most = config.MAX_KEYS_PER_TENANT;
  const ring = config.CALLBACK_KEYS === undefined ? null : parseKeyRing(config.CALLBACK_KEYS);
  const slow = createFairTurns(turnsOf(config.QUERY_POOL_MAX, MAX_WAITING));
  const quick = createFairTurns(turnsOf(config.DATABASE_POOL_MAX - RESERVED_CONNECTIONS, MAX_WAITING_QUICK));
  const maxBytes = config.PAGE_MAX_BYTES;
  const slowly = readsInTurn({
    turns: slow,
    primary: queryPool,
    replica: replica && { ...replica, pool: replica.queries },
  });
  const quickly = readsInTurn({
    turns: quick,
    primary: pool,
    replica: replica && { ...replica, pool: replica.lookups },
  });
  return {
    tasks,
    queries: {
      list: (options) => slowly(options.tenantId, (db) => readTaskPage(db, { maxBytes, ...options })),
      byIds: (options) => quickly(options.tenantId, (db) => readSummaries(db, { maxBytes, ...options })),
      timeline: (options) => quickly(options.tenantId, (db) => readTimeline(db, options)),
      usageRecords: (options) => quickly(options.tenantId, (db) => listUsageRecords(db, options)),
      ledgerEntries: (options) => quickly(options.tenantId, (db) => listLedgerEntries(db, options)),
      count: (options) => slowly(options.tenantId, (db) => readTaskCounts(db, options)),
      usage: (options) => slowly(options.tenantId, (db) => sumUsage(db, options)),
    },
    feed: {
      heads: () => readHeads(pool, of),
      oldest: () => oldestPositions(pool, of),
      tenantChanges: (tenantId, windows, limit) =>
        quickly(tenantId, (db) => readTenantChanges(db, tenantId, windows, limit), endsOf(windows)),
      byIds: (options) => quickly(options.tenantId, (db) => readSummaries(db, { maxBytes, ...options })),
    },
    changes: {
      heads: () => readHeads(pool, of),
      changes: (from, limit) => readChanges(pool, from, limit),
      listen: (onChange, signal) => listenToChanges({ pool: listenPool, onChange, logger, signal }),
    },
    idempotency: {
      claim: (claim) => claimIdempotencyKey(pool, claim),
      release: (claim) => releaseIdempotencyKey(prisma, claim),
      prune: (limit) => pruneIdempotencyKeys(queryPool, limit),
    },
    callbacks: {
      attempts: (options) => quick.run(options.tenantId, () => listAttempts(pool, options)),
      redeliver: (options) => redeliver(pool, options),
    },
    callbackSecrets: {
      list: (tenantId) => listCallbackSecrets(prisma, tenantId),
      rotate:
        ring === null
          ? null
          : (tenantId) => prisma.$transaction((work) => rotateCallbackSecret(work, ring, tenantId)),
      revoke: (secret) => revokeCallbackSecret(prisma, secret),
    },
    keys: {
      create: (key) => prisma.$transaction((work) => makeKey(work, key, { most })),
      list: (options) => listApiKeys(pool, options),
      rotate: (options) => prisma.$transaction((work) => rotateKey(work, options, most)),
      revoke: (options) => revokeApiKey(prisma, options),
    },
    operators: {
      partitions: () => readPartitions(queryPool, of),
      relays: () => readRelays(queryPool),
      rebuilds: (limit) => listRebuilds(operating, queryPool, limit),
      misplaced: (limit) => sumRekeyed(queryPool, { topic: of.topic, limit }),
      callbackBacklog: (limit) => readCallbackBacklog(queryPool, limit),
      openBreakers: (limit) => openBreakers(queryPool, limit),
      audit: (filters, page) => listAuditEntries(operating, filters, page),
      deadLetters: {
        list: (filters, page) => listDeadLetters(queryPool, filters, page),
        show: (position) => readDeadLetter(operating, position),
        discard: (position, operator) => discardDeadLetter(operating, position, operator),
        redrive: (position, options) =>
          redriveDeadLetter(position, { prisma: operating, topic: of.topic, ...options }),
      },
      tenants: {
        create: (tenant, operator) => makeTenant(operating, ring, tenant, operator),
        list: (page) => listTenants(operating, page),
        setDisabled: (change, operator) => disableTenant(operating, change, operator),
        createKey: (key, operator) => makeTenantKey(operating, key, operator),
        listKeys: (options) => listApiKeys(queryPool, options),
        revokeKey: (key, operator) => revokeTenantKey(operating, key, operator),
        listSecrets: (tenantId) => listCallbackSecrets(operating, tenantId),
        replaceSecret:
          ring === null
            ? null
            : (tenantId, operator) => replaceTenantSecret(operating, ring, tenantId, operator),
        revokeSecret: (secret, operator) => revokeTenantSecret(operating, secret, operator),
      },
    },
    starts: {
      note: () => noteServiceStart(queryPool, 'api'),
      read: () => readServiceStarts(queryPool),
    },
    schema: () => schemaStanding(queryPool),
    clock: () => readClock(queryPool),
    partitionCount: () => storedPartitionCount(queryPool, of),
    projectionLag: () => readProjectionLag(pool, of),
    findKey: (hash) => keys.find(hash),
    findKeys: (hashes) => keys.findMany(hashes),
    loginFault: () => loginFault(pool),
    figures: () => ({
      connections: pool.totalCount + queryPool.totalCount,
      idleConnections: pool.idleCount + queryPool.idleCount,
      waiting: pool.waitingCount + queryPool.waitingCount + slow.waiting + quick.waiting,
      ...tasks.figures,
    }),
    pathFault: () => pathFault({ pooled: options, direct: directAddress(config) }),
    async ping() {
      const fault = await sessionFault(pool, options);
      if (fault !== null) throw new Error(fault);
    },
    replica: replica?.replica ?? null,
  };
}
