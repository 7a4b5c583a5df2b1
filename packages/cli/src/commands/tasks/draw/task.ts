import type { TaskEnvelope } from '@taskfold/contract';
import { drawFields, outside } from '../../../output/fields.ts';
import type { View } from '../../../output/output.ts';
import { drawProgress, drawStatus } from './status.ts';

/** A task for people: what is not known, and input and output, are left out. */
export function drawTask(task: TaskEnvelope, view: View): string {
  const { style } = view;
  const { error, cancel, usage, progress } = task;
  return [
    `${style.strong(outside(task.task_id))}  ${drawStatus(task.status, style)}  ${drawProgress(task, style)}`.trimEnd(),
    '',
    drawFields(
      [
        ['capability', outside(task.capability)],
        ['model', modelOf(task)],
        ['stage', outside(progress?.stage ?? null)],
        ['error', error && `${style.bad(outside(error.code))}  ${outside(error.message)}`],
        ...task.warnings.map(
          ({ code, message }) => ['warning', `${style.warn(outside(code))}  ${outside(message)}`] as const,
        ),
        [
          'cancel',
          cancel && `${cancel.outcome}${cancel.reason === null ? '' : `  ${outside(cancel.reason)}`}`,
        ],
        ['used', usage && `${usage.credits} credits`],
        ['billing', billingOf(task)],
        ['callback', callbackOf(task, view)],
        ['project', outside(task.project_id)],
        ['key', outside(task.api_key_id)],
        ['request', outside(task.client_request_id)],
        ['metadata', metadataOf(task)],
        ['created', task.created_at],
        ['started', task.started_at],
        ['ended', task.completed_at],
        ['deadline', task.deadline_at],
        ['revision', `${task.revision}, ${task.updated_at}`],
        ['content', task.data_removed ? 'removed' : null],
      ],
      view,
    ),
  ].join('\n');
}

function modelOf({ model, resolved_model }: TaskEnvelope): string {
  const asked = outside(model);
  return resolved_model === null || resolved_model === model
    ? asked
    : `${asked} as ${outside(resolved_model)}`;
}

function billingOf({ billing }: TaskEnvelope): string | null {
  if (billing === null) return null;
  const refunded = /[1-9]/.test(billing.refunded_credits) ? `, ${billing.refunded_credits} refunded` : '';
  return `${billing.charged_credits} credits charged${refunded}, ${billing.net_charged_credits} net (${billing.settlement})`;
}

function callbackOf({ callback }: TaskEnvelope, { style }: View): string | null {
  if (callback === null) return null;
  const { status, attempt_count, last_error, last_status_code } = callback;
  const drawn =
    status === 'delivered' ? style.good(status) : status === 'failed' ? style.bad(status) : status;
  const attempts =
    attempt_count === 0 ? '' : `, ${attempt_count} ${attempt_count === 1 ? 'attempt' : 'attempts'}`;
  const last =
    last_error === null
      ? ''
      : `, last ${outside(last_error)}${last_status_code === null ? '' : ` ${last_status_code}`}`;
  return `${drawn}${attempts}${last}`;
}

function metadataOf({ metadata }: TaskEnvelope): string | null {
  const pairs = Object.entries(metadata).map(([key, value]) => `${outside(key)}=${outside(value)}`);
  return pairs.length === 0 ? null : pairs.join('  ');
}
