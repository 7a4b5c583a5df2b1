import { createHash } from 'node:crypto';
import type { OutgoingEvent } from './encode-event.ts';

/** The event that has the content of a task removed. A task is erased once: all requests for it are the same event. */
export function eraseEvent({
  tenantId,
  taskId,
  source,
}: {
  readonly tenantId: string;
  readonly taskId: string;
  /** Below `/taskfold/`. */
  readonly source: string;
}): OutgoingEvent {
  const text = JSON.stringify([tenantId, taskId]);
  return {
    id: `erase_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`,
    source,
    type: 'task.erased',
    time: new Date().toISOString(),
    subject: taskId,
    tenantid: tenantId,
    data: {},
  };
}
