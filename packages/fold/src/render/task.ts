import type { TaskView } from '../view.ts';
import { billingJson } from './billing.ts';
import { quote, quoteOrNull, time, timeOrNull } from './json.ts';
import { callbackJson, cancelJson, errorJson, linksJson, progressJson, warningsJson } from './parts.ts';
import { usageJson } from './usage.ts';

export interface RenderOptions {
  /** Put before the paths of `links`, for readers that know no host: `https://tasks.example.com`. */
  readonly baseUrl?: string | undefined;
  /** Keys that are left out, where the whole would be too large. */
  readonly without?: readonly ('input' | 'output')[];
}

/**
 * The envelope of a task as JSON text: every key of the published contract in its order, then the added ones, always
 * all of them but those that are asked to be left out. `input`, `output` and the details of
 * an error stand in it as they were sent, digit for digit.
 */
export function renderTask(view: TaskView, { baseUrl = '', without = [] }: RenderOptions = {}): string {
  return (
    `{"object":"task","task_id":${quote(view.taskId)},"status":"${view.status}",` +
    `"capability":${quote(view.capability)},"model":${quote(view.model)},` +
    `"resolved_model":${quoteOrNull(view.resolvedModel)},"metadata":${JSON.stringify(view.metadata)},` +
    `${without.includes('input') ? '' : `"input":${view.input ?? '{}'},`}"progress":${progressJson(view)},` +
    `${without.includes('output') ? '' : `"output":${view.output ?? 'null'},`}` +
    `"warnings":${warningsJson(view)},"error":${errorJson(view)},"usage":${usageJson(view)},` +
    `"billing":${billingJson(view)},"callback":${callbackJson(view)},` +
    `"created_at":${time(view.createdAt)},"started_at":${timeOrNull(view.startedAt)},` +
    `"completed_at":${timeOrNull(view.completedAt)},` +
    `"cancel_requested_at":${timeOrNull(view.cancel?.requestedAt ?? null)},` +
    `"links":${linksJson(view, baseUrl)},` +
    `"revision":${view.revision},"updated_at":${time(view.updatedAt)},` +
    `"deadline_at":${timeOrNull(view.deadlineAt)},"client_request_id":${quoteOrNull(view.clientRequestId)},` +
    `"project_id":${quoteOrNull(view.projectId)},"attempt":${view.attempt ?? 'null'},` +
    `"data_removed":${view.dataRemoved},"cancel":${cancelJson(view)}}`
  );
}
