import { taskKey, toWireTime } from '@taskfold/contract';
import { renderTask, type VisibleTask } from '@taskfold/fold';
import { encodeStructured, type OutgoingRecord } from '@taskfold/kafka';

export interface UpdateOptions {
  /** Put before the paths of `links`; without it they are paths, as the API answers them. */
  readonly baseUrl: string | undefined;
  /** The most that the value of a record may have. */
  readonly maxBytes: number;
}

export type UpdateRecord =
  | { readonly kind: 'record'; readonly record: OutgoingRecord; readonly truncated: boolean }
  /** Too large even without input and output: it cannot be published. */
  | { readonly kind: 'too_large' };

/** In this order. */
const LEFT_OUT = [[], ['input'], ['input', 'output']] as const;

/**
 * The record that tells of a task's current state: a `task.updated` in structured mode.
 *
 * @param traceparent W3C Trace Context that it carries on
 */
export function updateRecord(
  view: VisibleTask,
  { baseUrl, maxBytes }: UpdateOptions,
  traceparent: string | null = null,
): UpdateRecord {
  for (const without of LEFT_OUT) {
    const truncated = without.length > 0;
    const record = encode(view, renderTask(view, { baseUrl, without }), truncated, traceparent);
    if ((record.value?.length ?? 0) <= maxBytes) return { kind: 'record', record, truncated };
  }
  return { kind: 'too_large' };
}

function encode(
  view: VisibleTask,
  dataText: string,
  truncated: boolean,
  traceparent: string | null,
): OutgoingRecord {
  const { tenant_id: tenantId, task_id: taskId, revision, updated_at: updatedAt } = view;
  const key = taskKey({ tenantId, taskId });
  const record = encodeStructured({
    id: `${key}/${revision}`,
    source: '/taskfold/processor',
    type: 'task.updated',
    time: toWireTime(updatedAt),
    subject: taskId,
    tenantid: tenantId,
    extensions: {
      revision,
      ...(truncated ? { truncated: true } : {}),
      ...(traceparent === null ? {} : { traceparent }),
    },
    dataText,
  });
  return { ...record, key: Buffer.from(key) };
}
