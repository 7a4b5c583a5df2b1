import type { TaskUpdated } from '../generated/topics.ts';

/** A record of the topic `task.updates` as any Kafka client gives it. */
export interface ConsumedRecord {
  readonly key: string | Uint8Array | null;
  readonly value: string | Uint8Array | null;
}

/** A task as `task.updates` has it: as the API answers it, without `input` and `output` where it was too large. */
export type UpdatedTask = TaskUpdated['data'];

/** The newest state of a task, or that a record without a value has removed it. */
export type TaskUpdate =
  | {
      /** `<tenant>/<task>`: the key of the record. */
      readonly key: string;
      readonly tenant: string;
      readonly taskId: string;
      /** Compare it: whatever is not above the one that is held is old, or a repeat. */
      readonly revision: number;
      readonly task: UpdatedTask;
      /** Whether `input`, or `input` and `output`, are left out because the task was too large. The API has them. */
      readonly truncated: boolean;
      readonly removed: false;
    }
  | { readonly key: string; readonly tenant: string; readonly taskId: string; readonly removed: true };

/** A record of the topic that is no update of a task. */
export class InvalidUpdateError extends TypeError {
  override readonly name = 'InvalidUpdateError';
}

/**
 * Reads a record of the topic `task.updates`. Taskfold publishes no record without a value; whoever removes a task from the topic
 * by one is understood.
 *
 * @throws InvalidUpdateError where the record is no update of a task
 *
 * @example
 * ```ts
 * import { decodeUpdate } from '@taskfold/client/updates';
 *
 * const update = decodeUpdate({ key: 'acme/task_1', value: null });
 * [update.tenant, update.taskId, update.removed]; // ['acme', 'task_1', true]
 * ```
 */
export function decodeUpdate({ key, value }: ConsumedRecord): TaskUpdate {
  const name = key === null ? '' : textOf(key);
  const [tenant = '', taskId = '', ...more] = name.split('/');
  if (tenant === '' || taskId === '' || more.length > 0) {
    throw new InvalidUpdateError(`The key "${name}" is not <tenant>/<task>: is this the topic task.updates?`);
  }
  const place = { key: name, tenant, taskId };
  if (value === null) return { ...place, removed: true };
  const update = parse(textOf(value));
  if (!isUpdate(update)) throw new InvalidUpdateError(`The value of ${name} is no event task.updated.`);
  const { revision, data: task, truncated = false } = update;
  return { ...place, revision, task, truncated, removed: false };
}

function textOf(bytes: string | Uint8Array): string {
  return typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isUpdate(value: unknown): value is TaskUpdated {
  if (typeof value !== 'object' || value === null) return false;
  const { type, revision, data } = value as Partial<TaskUpdated>;
  return type === 'task.updated' && Number.isInteger(revision) && typeof data === 'object' && data !== null;
}
