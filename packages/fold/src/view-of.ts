import type { CallbackStatus, Settlement, TaskStatus } from '@taskfold/contract';
import { stageStart } from './joins/stages.ts';
import type { CallbackProgress, ShownLine, TaskState, UsageLine } from './state.ts';
import type { TaskView } from './view.ts';

/** What is shown of a task, or null while its creation has not come: then nobody sees it. */
export function viewOf(state: TaskState): TaskView | null {
  const { creation, updatedAt, end } = state;
  if (creation === null || updatedAt === null) return null;
  return {
    tenantId: state.tenantId,
    taskId: state.taskId,
    revision: state.revision,
    updatedAt,
    status: state.status,
    capability: creation.capability,
    model: creation.model,
    resolvedModel: state.resolvedModel?.value ?? null,
    projectId: creation.projectId,
    clientRequestId: creation.clientRequestId,
    metadata: creation.metadata,
    input: creation.input,
    creditsPerUsd: creation.creditsPerUsd,
    attempt: state.attempt,
    deadlineAt: creation.deadlineAt,
    createdAt: creation.key.time,
    startedAt: state.startedAt,
    completedAt: end?.key.time ?? null,
    progress: progressOf(state),
    output: state.output?.text ?? null,
    warnings: state.warnings.map(({ code, message, field }) => ({ code, message, field })),
    error: end?.error ?? null,
    usage: usageOf(state.usage),
    billing: billingOf(state),
    cancel: cancelOf(state),
    callback: callbackOf(state),
    dataRemoved: state.erased,
  };
}

function progressOf({ status, progress, stages }: TaskState): TaskView['progress'] {
  if (progress === null) return null;
  const { stage, message } = progress;
  return {
    percent: shownPercent(status, progress.percent),
    stage,
    message,
    stageStartedAt: stage === null ? null : stageStart(stages, stage),
  };
}

/** How far a task that has progress is shown to be: whatever was said last, one that succeeded is done. */
export function shownPercent(status: TaskStatus, percent: number | null): number | null {
  return status === 'succeeded' ? 100 : percent;
}

function usageOf(totals: TaskState['usage']): TaskView['usage'] {
  if (totals === null) return null;
  const { meters, shown, lines, credits } = totals;
  return { meters, lines: shown.map(withoutKey), linesTruncated: lines - shown.length, credits };
}

function withoutKey({ meter, quantity, unit, billedAmountCredits }: ShownLine): UsageLine {
  return { meter, quantity, unit, billedAmountCredits };
}

function billingOf(state: TaskState): TaskView['billing'] {
  const { charges, charged, refunds, refunded } = state.ledger;
  if (charges + refunds === 0 && !state.settled) return null;
  return { charged, refunded, settlement: settlementOf(state) };
}

function settlementOf(state: TaskState): Settlement {
  if (state.settled) return 'final';
  return state.end === null ? 'estimated' : 'settling';
}

function cancelOf({ cancelRequest, end }: TaskState): TaskView['cancel'] {
  if (cancelRequest === null) return null;
  const outcome = end === null ? 'pending' : end.status === 'canceled' ? 'confirmed' : 'lost_race';
  return { requestedAt: cancelRequest.key.time, reason: cancelRequest.reason, outcome };
}

// The callback that a task is asked about is the one that tells of its end: until there is an end, it is pending.
function callbackOf({ creation, end, callbacks }: TaskState): TaskView['callback'] {
  const callback = creation?.callback ?? null;
  if (callback === null) return null;
  const type = end === null ? null : `task.${end.status}`;
  const delivery = callbacks.find((progress) => progress.type === type);
  if (delivery === undefined) {
    return {
      url: callback.url,
      status: 'pending',
      attemptCount: 0,
      deliveredAt: null,
      lastError: null,
      lastStatusCode: null,
      nextAttemptAt: null,
    };
  }
  const status = callbackStatusOf(delivery);
  return {
    url: callback.url,
    status,
    attemptCount: delivery.attempt,
    deliveredAt: delivery.deliveredAt,
    lastError: delivery.error,
    lastStatusCode: delivery.statusCode,
    nextAttemptAt: status === 'retrying' ? delivery.nextAttemptAt : null,
  };
}

function callbackStatusOf({ deliveredAt, outcome }: CallbackProgress): CallbackStatus {
  // A redelivery that fails takes nothing back: the receiver was told once.
  if (deliveredAt !== null) return 'delivered';
  return outcome === 'retrying' ? 'retrying' : 'failed';
}
