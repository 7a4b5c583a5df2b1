import type { ListTasksQuery } from '@taskfold/contract';
import { metadataOf, type VisibleTask } from '@taskfold/fold';

/** The tasks that have all of what is given. Something is. */
export interface TaskFilter {
  readonly projectId: string | null;
  readonly clientRequestId: string | null;
  readonly metadata: readonly (readonly [key: string, value: string])[];
}

/** What a read token lets read: one task, or the tasks to which a filter applies. */
export type Grant =
  | { readonly kind: 'task'; readonly taskId: string }
  | { readonly kind: 'filter'; readonly filter: TaskFilter };

type Filtered = Pick<VisibleTask, 'project_id' | 'client_request_id' | 'metadata'>;

/** Whether a filter applies to a task. */
export function applies({ projectId, clientRequestId, metadata }: TaskFilter, task: Filtered): boolean {
  return (
    (projectId === null || task.project_id === projectId) &&
    (clientRequestId === null || task.client_request_id === clientRequestId) &&
    (metadata.length === 0 || holds(metadataOf(task), metadata))
  );
}

function holds(own: Readonly<Record<string, string>>, pairs: TaskFilter['metadata']): boolean {
  return pairs.every(([key, value]) => Object.hasOwn(own, key) && own[key] === value);
}

/**
 * A query for tasks that has a filter beside its own: it finds what both let through.
 *
 * @returns null where they contradict each other, and nothing can be found
 */
export function narrowed(query: ListTasksQuery, filter: TaskFilter): ListTasksQuery | null {
  const { projectId, clientRequestId } = filter;
  if (contradict(query.project_id, projectId)) return null;
  if (contradict(query.client_request_id, clientRequestId)) return null;
  const metadata: Record<string, string> = Object.create(null);
  for (const [key, value] of [...Object.entries(query.metadata ?? {}), ...filter.metadata]) {
    if (Object.hasOwn(metadata, key) && metadata[key] !== value) return null;
    metadata[key] = value;
  }
  return {
    ...query,
    project_id: projectId ?? query.project_id,
    client_request_id: clientRequestId ?? query.client_request_id,
    metadata: Object.keys(metadata).length === 0 ? query.metadata : metadata,
  };
}

function contradict(asked: string | undefined, granted: string | null): boolean {
  return asked !== undefined && granted !== null && asked !== granted;
}
