import { readObject, readWarnings } from '../facts/json-facts.ts';
import type { VisibleTask } from '../facts/visible-task.ts';
import { quote, quoteOrNull, time, timeOrNull } from './json.ts';

// The keys of the envelope that are made of several facts, or of one that is stored in another form.

/** The caller's own pairs, by their keys. */
export function metadataOf({ metadata }: Pick<VisibleTask, 'metadata'>): Readonly<Record<string, string>> {
  return metadata === null ? {} : readObject<Readonly<Record<string, string>>>(metadata);
}

/** Without the blanks that a database puts into it. */
export function metadataJson(task: VisibleTask): string {
  return task.metadata === null || task.metadata === '{}' ? '{}' : JSON.stringify(metadataOf(task));
}

/** How far a task that has progress is shown to be: whatever was said last, one that succeeded is done. */
export function progressJson(task: VisibleTask): string {
  if (task.progress_time === null) return 'null';
  const percent = task.status === 'succeeded' ? 100 : task.progress_percent;
  return (
    `{"percent":${percent ?? 'null'},"stage":${quoteOrNull(task.progress_stage)},` +
    `"message":${quoteOrNull(task.progress_message)},` +
    `"stage_started_at":${timeOrNull(task.progress_stage_started_at)}}`
  );
}

export function warningsJson({ warnings }: VisibleTask): string {
  if (warnings === null) return '[]';
  const items = readWarnings(warnings).map(
    ({ code, message, field }) =>
      `{"code":${quote(code)},"message":${quote(message)},"field":${quoteOrNull(field)}}`,
  );
  return `[${items.join(',')}]`;
}

export function errorJson(task: VisibleTask): string {
  if (task.error_code === null) return 'null';
  return (
    `{"code":${quote(task.error_code)},"message":${quote(task.error_message ?? '')},` +
    `"retryable":${task.error_retryable === true},"param":${quoteOrNull(task.error_param)},` +
    `"details":${task.error_details ?? 'null'}}`
  );
}

export function callbackJson(task: VisibleTask): string {
  if (task.callback_status === null) return 'null';
  return (
    `{"url":${quoteOrNull(task.callback_url)},"status":"${task.callback_status}",` +
    `"attempt_count":${task.callback_attempt_count ?? 0},` +
    `"delivered_at":${timeOrNull(task.callback_delivered_at)},` +
    `"last_error":${quoteOrNull(task.callback_last_error)},` +
    `"next_attempt_at":${timeOrNull(task.callback_next_attempt_at)},` +
    `"last_status_code":${task.callback_last_status_code ?? 'null'}}`
  );
}

export function cancelJson(task: VisibleTask): string {
  if (task.cancel_requested_at === null) return 'null';
  return (
    `{"requested_at":${time(task.cancel_requested_at)},"reason":${quoteOrNull(task.cancel_reason)},` +
    `"outcome":"${task.cancel_outcome}"}`
  );
}

/** `links`: paths, or absolute addresses where the public address is given (without a slash at its end). */
export function linksJson({ task_id }: VisibleTask, baseUrl: string): string {
  const self = JSON.stringify(`${baseUrl}/v1/tasks/${task_id}`);
  const open = self.slice(0, -1);
  return `{"self":${self},"cancel":${open}/cancel","events":${open}/events","stream":${open}/stream"}`;
}
