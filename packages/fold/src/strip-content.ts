import type { TaskState } from './state.ts';

/**
 * The same task without anything a person may have put into it: input, metadata, output, messages, reasons and the
 * callback's URL. Status, money, codes, names and times stay. The keys that the joins compare by stay too, so that
 * erasing before or after another event comes to the same.
 */
export function stripContent(state: TaskState): TaskState {
  const { creation, progress, output, cancelRequest, end } = state;
  return {
    ...state,
    creation: creation && {
      ...creation,
      input: null,
      metadata: {},
      callback: creation.callback && { ...creation.callback, url: null },
    },
    progress: progress && { ...progress, message: null },
    output: output && { ...output, text: null },
    warnings: state.warnings.map((warning) => ({ ...warning, message: '', field: null })),
    ledger: state.ledger.map((entry) => (entry.reason === null ? entry : { ...entry, reason: null })),
    cancelRequest: cancelRequest && { ...cancelRequest, reason: null },
    end: end && {
      ...end,
      reason: null,
      error: end.error && { ...end.error, message: '', param: null, details: null },
    },
  };
}
