import { taskKey } from '@taskfold/contract';
import type { WrittenChange } from '@taskfold/database';

/** A task that changed, and the revision of its last change among those that were read. */
export interface ChangedTask {
  readonly key: string;
  readonly tenantId: string;
  readonly taskId: string;
  readonly revision: number;
  /** Of the events topic; absent where the key alone is known. */
  readonly partition?: number;
  /** W3C Trace Context of the last of those changes that has one. */
  readonly traceparent?: string | null;
}

/** Each task once, in the order of their last changes. */
export function coalesce(changes: readonly WrittenChange[]): ChangedTask[] {
  const tasks = new Map<string, ChangedTask>();
  for (const { tenantId, taskId, revision, partition, traceparent } of changes) {
    const key = taskKey({ tenantId, taskId });
    const earlier = tasks.get(key)?.traceparent;
    tasks.delete(key);
    tasks.set(key, {
      key,
      tenantId,
      taskId,
      revision,
      partition,
      traceparent: traceparent ?? earlier ?? null,
    });
  }
  return [...tasks.values()];
}
