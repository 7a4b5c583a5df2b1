import { EXAMPLE_TASK } from '../envelope/task.ts';
import type { TaskUpdated } from '../update.ts';

/** The task of all examples. */
export const TASK = EXAMPLE_TASK.task_id;

/** A task that succeeded, was charged and partly refunded, as `task.updated` carries it. */
export const EXAMPLE_UPDATE: TaskUpdated = {
  specversion: '1.0',
  id: `tenant_acme/${TASK}/11`,
  source: '/taskfold/processor',
  type: 'task.updated',
  time: '2026-11-24T10:02:00.000Z',
  subject: TASK,
  datacontenttype: 'application/json',
  tenantid: 'tenant_acme',
  revision: 11,
  data: EXAMPLE_TASK,
};
