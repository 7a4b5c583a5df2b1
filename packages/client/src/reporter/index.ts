export { createReporter, type Reporter } from './create-reporter.ts';
export type { PublishEvents, Refusal, ReporterOptions, Spool } from './options.ts';
export type { TaskOptions, TaskReporter } from './task-reporter.ts';
