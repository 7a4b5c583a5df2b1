import { randomUUID } from 'node:crypto';
import { type EventType, EXAMPLE_EVENTS } from '@taskfold/contract';

/** Steps of a task: a type, or a type with other data than that of the example. */
export type Step = EventType | readonly [EventType, Readonly<Record<string, unknown>>];

/** Events of a task in structured mode, one a line, a second between them; without a tenant, as over HTTP. */
export function eventLines(taskId: string, steps: readonly Step[]): string {
  const began = Date.now() - steps.length * 1_000;
  return steps
    .map((step, index) => {
      const [type, data] = typeof step === 'string' ? [step, {}] : step;
      const { tenantid: _, traceparent: __, ...example } = EXAMPLE_EVENTS[type];
      const time = new Date(began + index * 1_000).toISOString();
      // Nobody of the examples is called.
      const { callback: ___, ...of } = { callback: null, ...example.data };
      return `${JSON.stringify({ ...example, id: randomUUID(), time, subject: taskId, data: { ...of, ...data } })}\n`;
    })
    .join('');
}

/** All that happens to a task that goes well. */
export const WHOLE_COURSE: readonly Step[] = [
  'task.created',
  ['task.charged', { entry_id: 'hold_1', amount_credits: '40' }],
  'task.started',
  ['task.progressed', { percent: 50, stage: 'denoise' }],
  'task.succeeded',
  'task.usage_recorded',
  ['task.refunded', { entry_id: 'refund_1', amount_credits: '12.5' }],
  'task.billing_settled',
];
