import type { WrittenChange } from '@taskfold/database';

/** A task that changed, and the revision of its last change among those that were read. */
export interface ChangedTask {
  readonly key: string;
  readonly tenantId: string;
  readonly taskId: string;
  readonly revision: number;
}

/** Each task once, in the order of their last changes. */
export function coalesce(changes: readonly WrittenChange[]): ChangedTask[] {
  const tasks = new Map<string, ChangedTask>();
  for (const { tenantId, taskId, revision } of changes) {
    const key = `${tenantId}/${taskId}`;
    tasks.delete(key);
    tasks.set(key, { key, tenantId, taskId, revision });
  }
  return [...tasks.values()];
}
