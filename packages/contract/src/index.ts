export { type CloudEventAttributes, cloudEventAttributes, MAX_EVENT_BYTES } from './cloud-event.ts';
export {
  DEAD_LETTER_CODES,
  DEAD_LETTER_STATUSES,
  type DeadLetterCode,
  type DeadLetterStatus,
} from './dead-letters.ts';
export {
  EXPANDABLE_PARTS,
  type ExpandablePart,
  type TaskSummary,
  taskList,
  taskSummary,
} from './envelope/summary.ts';
export { type TaskEnvelope, taskEnvelope } from './envelope/task.ts';
export { ERRORS, type ErrorCode } from './errors.ts';
export {
  CALLBACK_EVENTS,
  CALLBACK_OUTCOMES,
  type CallbackEvent,
  type CallbackOutcome,
} from './events/callback-events.ts';
export { MAX_WARNINGS } from './events/parts.ts';
export {
  EVENT_DATA,
  EVENT_TYPES,
  type EventData,
  type EventOf,
  type EventType,
  FREE_JSON,
  isEventType,
  type KnownEvent,
  type TaskEvent,
  type UnknownEvent,
} from './events/types.ts';
export { EXAMPLE_EVENTS } from './examples/events.ts';
export { EXAMPLE_UPDATE } from './examples/update.ts';
export {
  ledgerEntryPage,
  taskCountList,
  taskUpdatesPage,
  timelinePage,
  usageList,
  usageRecordPage,
} from './http/answers.ts';
export { NEED_NAMES, type Need } from './http/needs.ts';
export { anyQuery, noQuery, type Operation } from './http/operation.ts';
export {
  callbackAttemptsPage,
  callbackAttemptsQuery,
  callbackRedelivery,
  callbackSecretList,
  newCallbackSecret,
} from './http/operations/callbacks.ts';
export { OPERATIONS } from './http/operations/index.ts';
export {
  apiKey,
  apiKeyList,
  createKeyBody,
  listKeysQuery,
  newApiKey,
  rotateKeyBody,
} from './http/operations/keys.ts';
export { me } from './http/operations/me.ts';
export { actBody } from './http/operations/operator/acts.ts';
export { type ListAuditQuery, listAuditQuery } from './http/operations/operator/audit.ts';
export { getCallbackBacklogQuery } from './http/operations/operator/callbacks.ts';
export {
  deadLetterPath,
  getDeadLetterQuery,
  type ListDeadLettersQuery,
  listDeadLettersQuery,
} from './http/operations/operator/dead-letters.ts';
export { OPERATOR_OPERATIONS } from './http/operations/operator/index.ts';
export { listMisplacedQuery, listRebuildsQuery } from './http/operations/operator/standing.ts';
export {
  createTenantBody,
  createTenantKeyBody,
  listTenantKeysQuery,
  listTenantsQuery,
} from './http/operations/operator/tenants.ts';
export { createTokenBody, readToken } from './http/operations/tokens.ts';
export { cancelTaskBody, eventReceipts } from './http/operations/writes.ts';
export { type NeededScope, SCOPES, type Scope } from './http/scopes.ts';
export {
  batchGetBody,
  countedRange,
  getTaskQuery,
  type ListTasksQuery,
  listTasksQuery,
  MAX_COUNTED_DAYS,
  MAY_BE_WITHOUT,
  type TaskFilters,
  taskCountsQuery,
  taskRecordsQuery,
  taskUpdatesQuery,
  timelineQuery,
  type UsageGroup,
  usageQuery,
} from './http/task-queries.ts';
export {
  type Instant,
  instantFromMilliseconds,
  isInstant,
  isInstantMilliseconds,
  nearestInstant,
  parseInstant,
  toMilliseconds,
  toWireTime,
  toWireTimeOrNull,
} from './instant.ts';
export { issueSentence, issueWords } from './issues/issues.ts';
export type { JsonObject, JsonText, JsonValue } from './json.ts';
export { METERS, type Meter } from './meters.ts';
export { IDENTIFIER } from './primitives.ts';
export {
  CALLBACK_STATUSES,
  type CallbackStatus,
  type CancelOutcome,
  type Settlement,
  TASK_STATUSES,
  type TaskStatus,
  TERMINAL_STATUSES,
  type TerminalStatus,
} from './status.ts';
export { isSystemEvent, SIGNATURE_ATTRIBUTE } from './system-events.ts';
export { taskKey } from './task-key.ts';
export { TOPICS } from './topics.ts';
export { type TaskUpdated, taskUpdated } from './update.ts';
