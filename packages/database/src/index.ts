export type { Pool, PoolClient } from 'pg';
export { noteAct, type Operator } from './audit/note-act.ts';
export { type Redelivered, type RedeliverOptions, redeliver } from './callbacks/redeliver.ts';
export { listenToChanges } from './changes/listen-to-changes.ts';
export { readChanges, type WrittenChange } from './changes/read-changes.ts';
export type { ProjectionOf } from './checkpoints/checkpoint-key.ts';
export { createCheckpoints } from './checkpoints/create-checkpoints.ts';
export { areHeld, type Heads } from './checkpoints/held.ts';
export { type LockedCheckpoint, readCheckpoint } from './checkpoints/lock-checkpoint.ts';
export { type Head, readHeads } from './checkpoints/read-heads.ts';
export type {
  ChunkWrites,
  DeadLetterEntry,
  NewRecord,
  RekeyedEntry,
  TimelineEntry,
} from './chunk/entries.ts';
export { inTransaction } from './chunk/in-transaction.ts';
export type { LoadedRecords } from './chunk/load-records.ts';
export {
  type ChunkCheckpoint,
  type ChunkTransaction,
  createProjectionStore,
  type ProjectionStore,
} from './chunk/projection-store.ts';
export { recordKeysOf } from './chunk/record-keys.ts';
export { createReplayStore, replayStoreWithin } from './chunk/replay-store.ts';
export { usageOf } from './chunk/usage-of.ts';
export { CHANGES_CHANNEL } from './chunk/write-changes.ts';
export { ConnectionFault } from './faults/connect-with-sentences.ts';
export { ensureLogins, LOGIN_NAMES, type Login } from './logins/ensure-login.ts';
export { loginFault } from './logins/login-fault.ts';
export { migrate } from './migrations/migrate.ts';
export { watchSchema } from './migrations/watch-schema.ts';
export { createMonthKeeper, type MonthKeeper } from './months/month-keeper.ts';
export {
  createPool,
  type DatabaseAddress,
  type DatabaseRole,
  type PoolOptions,
  type Queryable,
} from './pools/create-pool.ts';
export {
  createPrisma,
  type Prisma,
  type PrismaQueries,
  type PrismaTransaction,
} from './pools/create-prisma.ts';
export {
  DATABASE_VARIABLES,
  databaseUrl,
  directAddress,
  directAddressOf,
  pooledAddress,
} from './pools/database-variables.ts';
export { instantOf, instantOrNull } from './pools/instant-of-date.ts';
export { pathFault } from './pools/path-fault.ts';
export { readClock } from './pools/read-clock.ts';
export { sessionFault } from './pools/session-fault.ts';
export { createTaskReader, type ReadReplica, type TaskReader } from './reads/task-reader.ts';
export { type RelayLag, readRelayLag } from './relay/read-relay-lag.ts';
export { RELAY_LEASE } from './relay/relay-lease.ts';
export { noteServiceStart, readServiceStarts } from './starts/service-starts.ts';
