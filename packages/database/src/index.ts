export type { Pool } from 'pg';
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
export { type LockedCheckpoint, lockCheckpoint, readCheckpoint } from './checkpoints/lock-checkpoint.ts';
export type {
  ChangeEntry,
  ChunkWrites,
  DeadLetterEntry,
  TaskChange,
  TimelineEntry,
} from './chunk/entries.ts';
export {
  type ChunkCheckpoint,
  type ChunkTransaction,
  createProjectionStore,
  type ProjectionStore,
} from './chunk/projection-store.ts';
export { CHANGES_CHANNEL } from './chunk/write-changes.ts';
export { apiKeyHash, generateApiKey } from './keys/api-key.ts';
export { createKeyStore, type KeyRecord, type KeyStore } from './keys/key-store.ts';
export { type MigrateOptions, migrate } from './migrations/migrate.ts';
export { MigrationError, type MigrationErrorCode } from './migrations/migration-error.ts';
export { createPartitionKeeper, type PartitionKeeper } from './partitions/partition-keeper.ts';
export { createPool, type DatabaseRole, type PoolOptions } from './pools/create-pool.ts';
export { createPrisma, type Prisma } from './pools/create-prisma.ts';
export { createTaskReader, type TaskReader } from './reads/task-reader.ts';
export { rowOfState } from './tasks/row-of-state.ts';
export { stateOfRow, type TaskParts } from './tasks/state-of-row.ts';
export type { TaskRow } from './tasks/task-row.ts';
export { type ShownRow, viewOfRow } from './tasks/view-of-row.ts';
