// What operators look at and set up, and services that tell them.
export { type DeliveryFigures, deliveryFigures } from './callbacks/delivery-figures.ts';
export { BREAKER_NOTE_SECONDS, type NotedBreaker, openBreakers } from './callbacks/open-breakers.ts';
export { type ChunkNotes, type PartitionState, readPartitions } from './checkpoints/read-partitions.ts';
export { clusterOf } from './cluster/cluster-of.ts';
export { contractFault } from './contract-steps/contract-fault.ts';
export { wantedLogins } from './logins/wanted-logins.ts';
export { type AppliedMigrations, appliedMigrations } from './migrations/applied-migrations.ts';
export { migrationConfigSchema } from './migrations/migration-config.ts';
export { type SchemaStanding, schemaStanding } from './migrations/schema-standing.ts';
export { type MissingObject, missingObjects } from './objects/missing-objects.ts';
export { type RelayState, readRelays } from './relay/read-relays.ts';
export type { Right } from './rights/granted-rights.ts';
export { missingRights } from './rights/missing-rights.ts';
