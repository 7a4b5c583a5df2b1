export { Taskfold } from './client.ts';
export {
  ApiError,
  ConnectionError,
  type ErrorCode,
  isApiError,
  TaskfoldError,
  TimeLimitError,
} from './errors/errors.ts';
export type { FollowOptions, WatchOptions } from './follow/follow-options.ts';
export type { TaskChange, TaskUpdates, UpdatesOptions, UpdatesPage } from './follow/task-updates.ts';
export type { TaskWatch } from './follow/task-watch.ts';
export { type TaskWaitOptions, type Until, WaitTimeoutError } from './follow/wait-for-task.ts';
export type { KnownErrorCode } from './generated/error-codes.ts';
export type {
  ApiKey,
  Billing,
  Callback,
  CallbackAttempt,
  CallbackSecret,
  Cancel,
  CreatedApiKey,
  CreatedCallbackSecret,
  EventReceipt,
  LedgerEntry,
  Me,
  PostedEvent,
  Progress,
  ReadToken,
  Task,
  TaskCount,
  TaskError,
  TaskEvent,
  TaskStatus,
  TaskSummary,
  Usage,
  UsageLine,
  UsageRecord,
  UsageRow,
  Warning,
} from './generated/openapi.ts';
export type { ApiPromise, RawResponse } from './http/api-promise.ts';
export type { OperationAnswer, OperationBody, OperationId, OperationQuery } from './http/operation-types.ts';
export type { ClientOptions, Hooks, RequestFacts, RequestOptions } from './http/options.ts';
export type { RequestParts } from './http/transport.ts';
export type { PagedList } from './lists/paged-list.ts';
export type { ListTasksQuery } from './resources/tasks.ts';
