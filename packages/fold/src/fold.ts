import type { Instant, TaskEvent } from '@taskfold/contract';
import { clampTime } from './clamp.ts';
import { foldBillingSettled } from './events/billing-settled.ts';
import { foldCallbackAttempted } from './events/callback-attempted.ts';
import { foldCancelRequested } from './events/cancel-requested.ts';
import { foldCreated } from './events/created.ts';
import { foldCanceled, foldFailed, foldSucceeded } from './events/ended.ts';
import { foldErased } from './events/erased.ts';
import { foldCharged, foldRefunded } from './events/ledger-entry.ts';
import { foldOutputUpdated } from './events/output-updated.ts';
import { foldProgressed } from './events/progressed.ts';
import { foldStarted } from './events/started.ts';
import { foldUsageRecorded } from './events/usage-recorded.ts';
import { foldWarned } from './events/warned.ts';
import type { KnownRecords } from './known-records.ts';
import type { Disposition, EventKey, FoldResult, IgnoredReason, TaskState } from './state.ts';
import { ignored, type Step } from './step.ts';
import { stripContent, stripRecord } from './strip-content.ts';

/**
 * What a task is after one more event of its log. Pure: it reads no clock, and the state it is given stays as it is.
 *
 * The status only rises and everything else is a join, so the order of events matters in three places alone: which
 * `task.created` is the first, which terminal event is, and which amount of a key that comes with two.
 *
 * - `applied`: something that is stored changed. `revision` is one higher, `updatedAt` is the record time.
 * - `conflict`: a key came again with another amount. The first stands; the state is marked, at its old revision.
 * - every other disposition returns the very same state.
 *
 * @param state of the task that the event belongs to; the caller has looked it up by tenant and task id.
 * @param event validated, with content that fits its type.
 * @param recordTime the broker's timestamp of the record. An event time more than five minutes ahead of it counts as it.
 * @param known what is stored of the usage record or the ledger entry that the event names, if it names one: without it a
 *   repeated record counts again.
 */
export function fold(
  state: TaskState,
  event: TaskEvent,
  recordTime: Instant,
  known: KnownRecords,
): FoldResult {
  const key = { time: clampTime(event.time, recordTime), source: event.source, id: event.id };
  const step = stepOf(state, event, key, known);
  switch (step.kind) {
    case 'applied': {
      const next = { ...state, ...step.patch, revision: state.revision + 1, updatedAt: recordTime };
      return {
        state: next.erased ? stripContent(next) : next,
        disposition: 'applied',
        reason: null,
        changed: step.changed,
        added: next.erased ? stripRecord(step.added) : step.added,
      };
    }
    case 'conflict':
      return notApplied(state.conflict ? state : { ...state, conflict: true }, 'conflict', null);
    case 'ignored':
      return notApplied(state, 'ignored', step.reason);
    default:
      return notApplied(state, step.kind, null);
  }
}

function notApplied(state: TaskState, disposition: Disposition, reason: IgnoredReason | null): FoldResult {
  return { state, disposition, reason, changed: null, added: null };
}

function stepOf(state: TaskState, event: TaskEvent, key: EventKey, known: KnownRecords): Step {
  switch (event.type) {
    case 'task.progressed':
      return foldProgressed(state, event, key);
    case 'task.created':
      return foldCreated(state, event, key);
    case 'task.started':
      return foldStarted(state, event, key);
    case 'task.output_updated':
      return foldOutputUpdated(state, event, key);
    case 'task.warned':
      return foldWarned(state, event, key);
    case 'task.usage_recorded':
      return foldUsageRecorded(state, event, key, known);
    case 'task.charged':
      return foldCharged(state, event, key, known);
    case 'task.refunded':
      return foldRefunded(state, event, key, known);
    case 'task.billing_settled':
      return foldBillingSettled(state);
    case 'task.cancel_requested':
      return foldCancelRequested(state, event, key);
    case 'task.succeeded':
      return foldSucceeded(state, event, key);
    case 'task.failed':
      return foldFailed(state, event, key);
    case 'task.canceled':
      return foldCanceled(state, event, key);
    case 'task.callback_attempted':
      return foldCallbackAttempted(state, event, key);
    case 'task.erased':
      return foldErased(state);
    case 'unknown':
      return ignored('unknown_type');
  }
}
