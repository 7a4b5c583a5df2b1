import type { ListTasksQuery } from '@taskfold/contract';
import type { TaskView } from '@taskfold/fold';

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

type Filtered = Pick<TaskView, 'projectId' | 'clientRequestId' | 'metadata'>;

/** Whether a filter applies to a task. */
export function applies({ projectId, clientRequestId, metadata }: TaskFilter, view: Filtered): boolean {
  return (
    (projectId === null || view.projectId === projectId) &&
    (clientRequestId === null || view.clientRequestId === clientRequestId) &&
    metadata.every(([key, value]) => Object.hasOwn(view.metadata, key) && view.metadata[key] === value)
  );
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
