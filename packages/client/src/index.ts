export type { KnownErrorCode } from './generated/error-codes.ts';
export type { Task, TaskStatus, TaskSummary } from './generated/openapi.ts';
