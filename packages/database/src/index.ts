export type { Pool, PoolClient } from 'pg';
export {
  activeSecrets,
  type CallbackSecretInfo,
  type EnsuredSecret,
  ensureCallbackSecret,
  listCallbackSecrets,
  reencryptSecrets,
} from './callbacks/callback-secrets.ts';
export {
  MOST_SECRETS,
  type RevokedSecret,
  type RotatedSecret,
  revokeCallbackSecret,
  rotateCallbackSecret,
} from './callbacks/change-secrets.ts';
export { deliveryId } from './callbacks/delivery-id.ts';
export { type KeyRing, KeyRingError, parseKeyRing } from './callbacks/key-ring.ts';
export { type Redelivered, type RedeliverOptions, redeliver } from './callbacks/redeliver.ts';
export { type ListenOptions, listenToChanges } from './changes/listen-to-changes.ts';
export { readChanges, type WrittenChange } from './changes/read-changes.ts';
export {
  type AdvancedCheckpoint,
  advanceCheckpoint,
  type CheckpointAdvance,
} from './checkpoints/advance-checkpoint.ts';
export type { CheckpointKey } from './checkpoints/checkpoint-key.ts';
export {
  type CreatedCheckpoints,
  createCheckpoints,
  type NewCheckpoints,
} from './checkpoints/create-checkpoints.ts';
export { areHeld, type Heads } from './checkpoints/held.ts';
export { type LockedCheckpoint, lockCheckpoint, readCheckpoint } from './checkpoints/lock-checkpoint.ts';
export { type Head, type HeadsOf, readHeads } from './checkpoints/read-heads.ts';
export type {
  ChangeEntry,
  ChunkWrites,
  DeadLetterEntry,
  NewRecord,
  RekeyedEntry,
  TaskChange,
  TimelineEntry,
} from './chunk/entries.ts';
export { inTransaction } from './chunk/in-transaction.ts';
export type { LoadedRecords, RecordKeys } from './chunk/load-records.ts';
export {
  type ChunkCheckpoint,
  type ChunkTransaction,
  createProjectionStore,
  type ProjectionStore,
} from './chunk/projection-store.ts';
export { recordKeysOf } from './chunk/record-keys.ts';
export { type Column, printRows, recordset, valueIn } from './chunk/recordset.ts';
export { createReplayStore, type ReplayStoreOptions, replayStoreWithin } from './chunk/replay-store.ts';
export { type UsageColumns, usageOf } from './chunk/usage-of.ts';
export { CHANGES_CHANNEL } from './chunk/write-changes.ts';
export {
  DEAD_LETTER_STATUSES,
  type DeadLetterPosition,
  type DeadLetterRecord,
  type DeadLetterStatus,
  type DeadLetterSummary,
} from './dead-letters/dead-letter.ts';
export {
  type DeadLetterCursor,
  type DeadLetterFilters,
  type DeadLetterPage,
  listDeadLetters,
} from './dead-letters/list-dead-letters.ts';
export { type AuditEntry, type DeadLetter, readDeadLetter } from './dead-letters/read-dead-letter.ts';
export {
  discardDeadLetter,
  markRedriven,
  type SettledDeadLetter,
} from './dead-letters/settle-dead-letter.ts';
export {
  markDeadLettersPublished,
  readUnpublishedDeadLetters,
  type UnpublishedDeadLetter,
} from './dead-letters/unpublished-dead-letters.ts';
export { ConnectionFault } from './faults/connect-with-sentences.ts';
export { type Paths, pathFault } from './faults/path-fault.ts';
export { sessionFault } from './faults/session-fault.ts';
export { clearPartitionHalts, type PartitionHalt, writePartitionHalt } from './halts/partition-halts.ts';
export {
  type ClaimedKey,
  claimIdempotencyKey,
  type KeyClaim,
  pruneIdempotencyKeys,
  releaseIdempotencyKey,
} from './idempotency/claim-key.ts';
export { apiKeyHash, generateApiKey } from './keys/api-key.ts';
export {
  createBoundedKey,
  type RotateOptions,
  rotateBoundedKey,
  type TooManyKeys,
} from './keys/bounded-keys.ts';
export { createKeyStore, type KeyRecord, type KeyStore } from './keys/key-store.ts';
export {
  type ApiKeyInfo,
  type ListApiKeysOptions,
  listApiKeys,
  type MadeKey,
  type NewApiKey,
  revokeApiKey,
} from './keys/manage-keys.ts';
export { type AcquiredLease, createLeaseStore, type LeaseStore } from './leases/lease-store.ts';
export { ensureLogins, LOGIN_NAMES, type Login } from './logins/ensure-login.ts';
export { loginFault } from './logins/login-fault.ts';
export { type MigrateOptions, migrate } from './migrations/migrate.ts';
export { MigrationError, type MigrationErrorCode } from './migrations/migration-error.ts';
export type { Operator } from './operators/note-act.ts';
export { monthsOf } from './partitions/ensure-partitions.ts';
export { createPartitionKeeper, type PartitionKeeper } from './partitions/partition-keeper.ts';
export {
  createPool,
  type DatabaseAddress,
  type DatabaseRole,
  type PoolOptions,
  type Queryable,
} from './pools/create-pool.ts';
export { createPrisma, type Prisma } from './pools/create-prisma.ts';
export {
  DATABASE_VARIABLES,
  type DatabaseConfig,
  databaseUrl,
  directAddress,
  pooledAddress,
} from './pools/database-variables.ts';
export { createTaskReader, type ReadReplica, type TaskReader } from './reads/task-reader.ts';
export {
  giveUpRekeyed,
  markRekeyedPublished,
  type RekeyedPage,
  readUnpublishedRekeyed,
  type UnpublishedRekeyed,
} from './rekeyed/rekeyed-outbox.ts';
export { type RelayLag, readRelayLag } from './relay/read-relay-lag.ts';
export { relayLease, relayLeaseSql } from './relay/relay-lease.ts';
export { noteServiceStart, readServiceStarts } from './starts/service-starts.ts';
export {
  disableTenant,
  type MadeTenant,
  makeTenant,
  makeTenantKey,
  type NewTenantAccess,
  replaceTenantSecret,
  revokeTenantSecret,
} from './tenants/administer-tenants.ts';
export { listTenants, type TenantInfo } from './tenants/manage-tenants.ts';
export { listRebuilds, type RebuildInfo } from './versions/list-rebuilds.ts';
export {
  beginRebuild,
  currentRebuild,
  noteRebuild,
  type Rebuild,
  type RebuildState,
} from './versions/rebuilds.ts';
