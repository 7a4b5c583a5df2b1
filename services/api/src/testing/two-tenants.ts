import type { Instant, TaskEvent } from '@taskfold/contract';
import { at, jsonText, sampleEvent } from '@taskfold/fold/testing';

/** Two tenants that have the same tasks, by id and by whatever can be asked for, and differ in their mark and their amounts. */
export interface TwinTenant {
  readonly tenantId: string;
  /** Stands in everything that is content. */
  readonly mark: string;
  /** What the amounts of the first are multiplied by. */
  readonly factor: number;
}

export const TWINS: readonly [TwinTenant, TwinTenant] = [
  { tenantId: 'tenant_a', mark: 'mark-of-a', factor: 1 },
  { tenantId: 'tenant_b', mark: 'mark-of-b', factor: 100 },
];

/** In the order of their creation; each is named by what it needs. */
export const TWIN_TASKS = [
  'usage',
  'refund',
  'charge',
  'over_refund',
  'conflict',
  'callback',
  'attention',
] as const;
type TwinTask = (typeof TWIN_TASKS)[number];

/** The events of all tasks of one of them, a task every ten seconds. */
export function twinEvents({ tenantId, mark, factor }: TwinTenant): readonly TaskEvent[] {
  return TWIN_TASKS.flatMap((taskId, index) => {
    const of = (id: string, more = 0) => ({ tenantId, taskId, id, time: at(10 * index + more) });
    const amount = (credits: number) => String(credits * factor);
    const charged = (credits: number, id = 'charged') =>
      sampleEvent('task.charged', { entry_id: 'c', amount_credits: amount(credits) }, of(id, 2));
    const used = (credits: number) =>
      sampleEvent(
        'task.usage_recorded',
        {
          input_tokens: 10 * factor,
          lines: [{ meter: mark, quantity: '1', unit: 'token', billed_amount_credits: amount(credits) }],
        },
        of('used', 2),
      );
    const succeeded = sampleEvent('task.succeeded', { output: jsonText(`{"mark":"${mark}"}`) }, of('end', 3));
    const error = { code: 'refused', message: mark, retryable: false };
    const life: Readonly<Record<TwinTask, readonly TaskEvent[]>> = {
      usage: [succeeded],
      refund: [charged(4), sampleEvent('task.failed', { error }, of('end', 3))],
      charge: [used(2), succeeded],
      over_refund: [
        charged(1),
        sampleEvent('task.canceled', { reason: mark }, of('end', 3)),
        sampleEvent(
          'task.refunded',
          { entry_id: 'r', amount_credits: amount(3), reason: mark },
          of('back', 4),
        ),
      ],
      conflict: [charged(5), charged(6, 'charged again'), used(5), succeeded],
      callback: [charged(7), used(7), succeeded, exhausted(of('attempt', 4), mark)],
      attention: [sampleEvent('task.progressed', { percent: 5, message: mark }, of('progress', 1))],
    };
    return [created(taskId, mark, of('created')), ...life[taskId]];
  });
}

function created(taskId: TwinTask, mark: string, attributes: Parameters<typeof sampleEvent>[2]): TaskEvent {
  const data = {
    capability: 'chat',
    model: 'shared',
    project_id: 'shared',
    client_request_id: `request-${taskId}`,
    input: jsonText(`{"mark":"${mark}"}`),
    metadata: { mark, shared: 'yes' },
    callback: { url: `https://${mark}.example/hook` },
    ...(taskId === 'attention' && { deadline_at: '2020-01-01T00:00:00.000000Z' as Instant }),
  };
  return sampleEvent('task.created', data, { ...attributes, apiKeyId: 'shared' });
}

function exhausted(attributes: Parameters<typeof sampleEvent>[2], mark: string): TaskEvent {
  const data = {
    delivery_id: `cb_${mark}`,
    attempt: 1,
    type: 'task.succeeded',
    outcome: 'exhausted',
  } as const;
  return sampleEvent('task.callback_attempted', data, attributes);
}
