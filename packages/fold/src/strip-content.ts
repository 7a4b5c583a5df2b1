import { printWarnings, readWarnings } from './facts/json-facts.ts';
import type { VisibleTask } from './facts/visible-task.ts';
import type { AddedRecord, Creation, TaskState, Warning } from './state.ts';

/**
 * The same task without anything a person may have put into it: input, metadata, output, messages, reasons and the
 * callback's URL. Status, money, codes, names and times stay. The keys that the joins compare by stay too, so that
 * erasing before or after another event comes to the same.
 */
export function stripContent(state: TaskState): TaskState {
  const { creation, progress, output, cancelRequest, end } = state;
  return {
    ...state,
    creation: creation && stripCreation(creation),
    progress: progress && { ...progress, message: null },
    output: output && { ...output, text: null },
    warnings: stripWarnings(state.warnings),
    cancelRequest: cancelRequest && { ...cancelRequest, reason: null },
    end: end && {
      ...end,
      reason: null,
      error: end.error && { ...end.error, message: '', param: null, details: null },
    },
  };
}

function stripCreation({ input: _input, ...creation }: Creation): Creation {
  const { callback } = creation;
  return { ...creation, metadata: {}, callback: callback && { ...callback, url: null } };
}

/** The same record without content, which only the reason of a refund is. */
export function stripRecord(record: AddedRecord | null): AddedRecord | null {
  if (record === null || record.kind === 'usage' || record.reason === null) return record;
  return { ...record, reason: null };
}

/** The very same list where there is nothing to strip: what does not change is not written again. */
function stripWarnings(warnings: readonly Warning[]): readonly Warning[] {
  if (warnings.every(({ message, field }) => message === '' && field === null)) return warnings;
  return warnings.map((warning) => ({ ...warning, message: '', field: null }));
}

/** What is shown of a task, as it will be once the task is erased. */
export function withoutContent(task: VisibleTask): VisibleTask {
  return {
    ...task,
    input: null,
    metadata: '{}',
    output: null,
    progress_message: null,
    warnings: printWarnings(stripWarnings(readWarnings(task.warnings))),
    error_message: task.error_code === null ? null : '',
    error_param: null,
    error_details: null,
    cancel_reason: null,
    callback_url: null,
    data_removed: true,
  };
}
