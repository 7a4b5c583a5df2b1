import type { z } from 'zod';
import type { structuredEvent } from '../cloud-event.ts';
import type { EVENT_DATA, EventType } from '../events/types.ts';

type Data<Type extends EventType> = z.input<(typeof EVENT_DATA)[Type]>;
type StructuredEvent = z.input<ReturnType<typeof structuredEvent>>;

const TASK = 'task_01JD9Z6M3T7V2X8Q4N5B6C7D8E';
const GATEWAY = '/gateways/eu-1';
const WORKER = '/workers/image-7';
const BILLING = '/billing';

/**
 * One event of every type in structured mode, as producers would send them. Together they are no single task's
 * history: a task ends once.
 */
export const EXAMPLE_EVENTS: { readonly [Type in EventType]: StructuredEvent } = {
  'task.created': {
    ...event('task.created', GATEWAY, '10:00:00.120500', {
      capability: 'image.generate',
      model: 'aurora-xl',
      input: { prompt: 'A lighthouse in the fog, woodcut', size: '1024x1024', seed: 424242 },
      metadata: { campaign: 'autumn', order: '4711' },
      project_id: 'prj_website',
      client_request_id: 'req_7Q2M',
      deadline_at: '2026-11-24T10:10:00Z',
      callback: { url: 'https://shop.example.com/hooks/tasks', events: ['task.succeeded', 'task.failed'] },
      credits_per_usd: '1000',
    }),
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  },
  'task.started': event('task.started', WORKER, '10:00:01.250000', {
    resolved_model: 'aurora-xl-2026-10',
    attempt: 1,
  }),
  'task.progressed': event('task.progressed', WORKER, '10:00:04.031700', {
    percent: 42.5,
    stage: 'denoise',
    message: 'Step 17 of 40',
  }),
  'task.output_updated': event('task.output_updated', WORKER, '10:00:05.500000', {
    output: { preview_url: 'https://cdn.example.com/previews/8e.webp' },
  }),
  'task.warned': event('task.warned', WORKER, '10:00:05.612000', {
    warnings: [{ code: 'size_rounded', message: 'The size was rounded to 1024x1024.', field: 'size' }],
  }),
  'task.usage_recorded': event('task.usage_recorded', BILLING, '10:00:09.300000', {
    image_count: 1,
    image_pixels: 1_048_576,
    lines: [{ meter: 'image_count', quantity: '1', unit: 'image', billed_amount_credits: '40' }],
  }),
  'task.charged': event('task.charged', BILLING, '10:00:09.310000', {
    entry_id: 'chg_01',
    amount_credits: '40.0000',
    estimated: false,
  }),
  'task.refunded': event('task.refunded', BILLING, '10:02:00.000000', {
    entry_id: 'rfd_01',
    amount_credits: '12.5',
    reason: 'The image is smaller than was asked for.',
  }),
  'task.billing_settled': event('task.billing_settled', BILLING, '10:05:00.000000', {}),
  'task.cancel_requested': event('task.cancel_requested', GATEWAY, '10:00:06.000000', {
    reason: 'The customer closed the page.',
    request_id: 'req_9K1P',
  }),
  'task.succeeded': event('task.succeeded', WORKER, '10:00:09.250000', {
    output: { images: [{ url: 'https://cdn.example.com/images/8e.png', width: 1024, height: 1024 }] },
    resolved_model: 'aurora-xl-2026-10',
  }),
  'task.failed': event('task.failed', WORKER, '10:00:07.800000', {
    error: {
      code: 'content_refused',
      message: 'The prompt asks for something that this model does not draw.',
      retryable: false,
      param: '/prompt',
      details: { category: 'trademark' },
    },
  }),
  'task.canceled': event('task.canceled', WORKER, '10:00:06.900000', {
    reason: 'Asked for by the customer.',
  }),
  'task.callback_attempted': event(
    'task.callback_attempted',
    '/taskfold/callbacks',
    '10:00:10.020000',
    {
      delivery_id: 'dlv_01JD9Z7',
      attempt: 1,
      type: 'task.succeeded',
      outcome: 'retrying',
      status_code: 503,
      next_attempt_at: '2026-11-24T10:00:15.020Z',
    },
    'dlv_01JD9Z7:1',
  ),
  'task.erased': event('task.erased', GATEWAY, '12:00:00.000000', {}),
};

function event<Type extends EventType>(
  type: Type,
  source: string,
  time: string,
  data: Data<Type>,
  id = `evt_${type.slice('task.'.length)}_01`,
): StructuredEvent {
  return {
    specversion: '1.0',
    id,
    source,
    type,
    time: `2026-11-24T${time}Z`,
    subject: TASK,
    tenantid: 'tenant_acme',
    datacontenttype: 'application/json',
    data,
  };
}
