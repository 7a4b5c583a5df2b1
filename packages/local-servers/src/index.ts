export { type LocalKafka, startKafka } from './kafka/start.ts';
export { kafkaToolCommand } from './kafka/tools.ts';
export { MissingPrerequisite } from './missing-prerequisite.ts';
export { type LocalPostgres, type PostgresStopMode, startPostgres } from './postgres/start.ts';
export type { ServerOptions } from './server-options.ts';
