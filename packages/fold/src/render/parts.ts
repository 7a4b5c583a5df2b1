import type { TaskView } from '../view.ts';
import { quote, quoteOrNull, time, timeOrNull } from './json.ts';

export function progressJson({ progress }: TaskView): string {
  if (progress === null) return 'null';
  return (
    `{"percent":${progress.percent ?? 'null'},"stage":${quoteOrNull(progress.stage)},` +
    `"message":${quoteOrNull(progress.message)},"stage_started_at":${timeOrNull(progress.stageStartedAt)}}`
  );
}

export function warningsJson({ warnings }: TaskView): string {
  if (warnings.length === 0) return '[]';
  const items = warnings.map(
    ({ code, message, field }) =>
      `{"code":${quote(code)},"message":${quote(message)},"field":${quoteOrNull(field)}}`,
  );
  return `[${items.join(',')}]`;
}

export function errorJson({ error }: TaskView): string {
  if (error === null) return 'null';
  return (
    `{"code":${quote(error.code)},"message":${quote(error.message)},"retryable":${error.retryable},` +
    `"param":${quoteOrNull(error.param)},"details":${error.details ?? 'null'}}`
  );
}

export function callbackJson({ callback }: TaskView): string {
  if (callback === null) return 'null';
  return (
    `{"url":${quoteOrNull(callback.url)},"status":"${callback.status}","attempt_count":${callback.attemptCount},` +
    `"delivered_at":${timeOrNull(callback.deliveredAt)},"last_error":${quoteOrNull(callback.lastError)},` +
    `"next_attempt_at":${timeOrNull(callback.nextAttemptAt)},"last_status_code":${callback.lastStatusCode ?? 'null'}}`
  );
}

export function cancelJson({ cancel }: TaskView): string {
  if (cancel === null) return 'null';
  return (
    `{"requested_at":${time(cancel.requestedAt)},"reason":${quoteOrNull(cancel.reason)},` +
    `"outcome":"${cancel.outcome}"}`
  );
}

/** `links`: paths, or absolute addresses where the public address is given (without a slash at its end). */
export function linksJson({ taskId }: TaskView, baseUrl: string): string {
  const self = JSON.stringify(`${baseUrl}/v1/tasks/${taskId}`);
  const open = self.slice(0, -1);
  return `{"self":${self},"cancel":${open}/cancel","events":${open}/events","stream":${open}/stream"}`;
}
