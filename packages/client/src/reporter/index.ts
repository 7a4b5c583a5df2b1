export type { EventRefusal } from '../generated/openapi.ts';
export { createReporter, type Reporter } from './create-reporter.ts';
export type { PublishEvents, ReporterOptions, Spool } from './options.ts';
export type { TaskOptions, TaskReporter } from './task-reporter.ts';
