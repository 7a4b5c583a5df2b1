import type { TaskSummary } from '@taskfold/client';

/** A task as the list has it. */
export function sampleTask(more: Partial<TaskSummary> = {}): TaskSummary {
  return {
    object: 'task',
    task_id: 'task_1',
    status: 'queued',
    capability: 'image.generate',
    model: 'painter-2',
    resolved_model: null,
    metadata: {},
    progress: null,
    error: null,
    billing: null,
    callback: null,
    created_at: '2026-01-01T00:00:00.000Z',
    started_at: null,
    completed_at: null,
    cancel_requested_at: null,
    links: { self: '', cancel: '', events: '', stream: '' },
    revision: 1,
    updated_at: '2026-01-01T00:00:00.000Z',
    deadline_at: null,
    client_request_id: null,
    project_id: null,
    api_key_id: null,
    ...more,
  };
}
