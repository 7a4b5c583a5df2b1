import type { TaskView } from '../view.ts';
import { billingJson } from './billing.ts';
import { quote, quoteOrNull, time, timeOrNull } from './json.ts';
import { callbackJson, errorJson, linksJson, progressJson } from './parts.ts';
import type { RenderOptions } from './task.ts';
import { usageJson } from './usage.ts';

/** The parts of the envelope that a summary holds only when they are asked for. */
export const EXPANDABLE_PARTS = ['input', 'output', 'usage', 'billing', 'callback'] as const;
export type ExpandablePart = (typeof EXPANDABLE_PARTS)[number];

/**
 * A task as lists show it, as JSON text: what it is, how far it is and when; keys in the envelope's order.
 *
 * @param expand the parts to show as well; those not asked for are absent.
 */
export function renderSummary(
  view: TaskView,
  expand: ReadonlySet<ExpandablePart>,
  { baseUrl = '' }: RenderOptions = {},
): string {
  const part = (name: ExpandablePart, json: (view: TaskView) => string) =>
    expand.has(name) ? `"${name}":${json(view)},` : '';
  return (
    `{"object":"task","task_id":${quote(view.taskId)},"status":"${view.status}",` +
    `"capability":${quote(view.capability)},"model":${quote(view.model)},` +
    `"resolved_model":${quoteOrNull(view.resolvedModel)},"metadata":${JSON.stringify(view.metadata)},` +
    part('input', ({ input }) => input ?? '{}') +
    `"progress":${progressJson(view)},` +
    part('output', ({ output }) => output ?? 'null') +
    `"error":${errorJson(view)},` +
    part('usage', usageJson) +
    part('billing', billingJson) +
    part('callback', callbackJson) +
    `"created_at":${time(view.createdAt)},"started_at":${timeOrNull(view.startedAt)},` +
    `"completed_at":${timeOrNull(view.completedAt)},` +
    `"cancel_requested_at":${timeOrNull(view.cancel?.requestedAt ?? null)},` +
    `"links":${linksJson(view, baseUrl)},"revision":${view.revision},"updated_at":${time(view.updatedAt)},` +
    `"deadline_at":${timeOrNull(view.deadlineAt)},"client_request_id":${quoteOrNull(view.clientRequestId)},` +
    `"project_id":${quoteOrNull(view.projectId)}}`
  );
}
