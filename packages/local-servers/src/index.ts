export { removeServerData } from './docker/remove-data.ts';
export type { LocalKafka } from './kafka/local-kafka.ts';
export { kafkaToolCommand } from './kafka/tools.ts';
export { MissingPrerequisite } from './missing-prerequisite.ts';
export type { LocalPostgres, PostgresStopMode } from './postgres/local-postgres.ts';
export type { ServerOptions } from './server-options.ts';
export { startKafka } from './start-kafka.ts';
export { startPostgres } from './start-postgres.ts';
