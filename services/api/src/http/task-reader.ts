import type { VisibleTask } from '@taskfold/fold';

/** Reads one task as its tenant may see it; null where that tenant has no such task. */
export interface TaskReader {
  get(tenantId: string, taskId: string, signal?: AbortSignal): Promise<VisibleTask | null>;
}
