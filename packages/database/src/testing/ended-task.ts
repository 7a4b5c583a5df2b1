import {
  type CallbackEvent,
  type CallbackOutcome,
  instantFromMilliseconds,
  type TaskEvent,
} from '@taskfold/contract';
import { emptyState, fold, NO_RECORDS, type TaskState } from '@taskfold/fold';
import { at, jsonText, sampleEvent } from '@taskfold/fold/testing';
import type { TaskChange } from '../chunk/entries.ts';

export interface EndedTask {
  readonly tenantId?: string;
  readonly taskId: string;
  readonly url: string;
  readonly events?: CallbackEvent[];
  /** JSON text. */
  readonly output?: string;
}

/** What a chunk changes in which a task that asked for a callback is created and succeeds. */
export function endedTask({
  tenantId = 'tenant_a',
  taskId,
  url,
  events,
  output = '{"ok":true}',
}: EndedTask): TaskChange {
  const identity = { tenantId, taskId };
  const created = sampleEvent(
    'task.created',
    {
      capability: 'image.generate',
      model: 'm',
      input: jsonText('{"prompt":"private"}'),
      callback: { url, events },
    },
    identity,
  );
  const ended = sampleEvent('task.succeeded', { output: jsonText(output) }, { ...identity, time: at(60) });
  return { before: null, after: foldOn(emptyState(tenantId, taskId), created, ended) };
}

/** What a chunk changes that tells of an attempt. */
export function attemptedTask(
  { after: before }: TaskChange,
  { attempt, outcome }: { readonly attempt: number; readonly outcome: CallbackOutcome },
): TaskChange {
  const event = sampleEvent(
    'task.callback_attempted',
    { delivery_id: 'cb_x', attempt, type: 'task.succeeded', outcome },
    { tenantId: before.tenantId, taskId: before.taskId, id: `cb_x:${attempt}`, time: at(60 + attempt) },
  );
  return { before, after: foldOn(before, event) };
}

/** What a chunk changes that erases the task. */
export function erasedTask({ after: before }: TaskChange): TaskChange {
  const event = sampleEvent(
    'task.erased',
    {},
    { tenantId: before.tenantId, taskId: before.taskId, time: at(90) },
  );
  return { before, after: foldOn(before, event) };
}

function foldOn(state: TaskState, ...events: readonly TaskEvent[]): TaskState {
  const recordTime = instantFromMilliseconds(Date.now());
  return events.reduce((known, event) => fold(known, event, recordTime, NO_RECORDS).state, state);
}
