import type { ForeignEvent } from '../clients/foreign-record.ts';

/** Numbers that no JavaScript number holds, and text beyond ASCII. */
export const INPUT = '{"prompt":"Der Hafen, ruhig","seed":18446744073709551615,"weights":[0.10,1e-7]}';
export const OUTPUT =
  '{"images":[{"url":"https://cdn.example.com/1.png","caption":"ein Hafen 🌊⚓️"}],"seed":-9223372036854775808}';

interface Step {
  readonly type: string;
  readonly time: string;
  readonly data: string | null;
  readonly apiKeyId?: string;
}

const STEPS: readonly Step[] = [
  {
    type: 'task.created',
    time: '2026-03-01T12:00:00.123456Z',
    apiKeyId: 'gateway_key-7',
    data:
      `{"x_unknown":{"deep":[1,null]},"model":"aurora-xl","capability":"image.generate","input":${INPUT},` +
      '"metadata":{"order":"4711","ключ":"значение"},"project_id":"prj_web","client_request_id":"req_7",' +
      '"deadline_at":"2026-03-01T13:10:00.5+01:00","credits_per_usd":"800",' +
      '"callback":{"url":"https://shop.example.com/hook?t=1","events":["task.succeeded"]}}',
  },
  {
    type: 'task.started',
    time: '2026-03-01T12:00:01.5Z',
    // Only a creation says it.
    apiKeyId: 'worker_key-1',
    data: '{"attempt":2,"resolved_model":"aurora-xl-2026-10","host":"w7"}',
  },
  {
    type: 'task.progressed',
    time: '2026-03-01T12:00:02.000001Z',
    data: '{"stage":"denoise","percent":20}',
  },
  {
    type: 'task.progressed',
    time: '2026-03-01T12:00:03.000002Z',
    data: '{"percent":42.5,"stage":"denoise","message":"Step 17 of 40"}',
  },
  { type: 'task.output_updated', time: '2026-03-01T12:00:03.1Z', data: '{"output":{"preview":1}}' },
  {
    type: 'task.warned',
    time: '2026-03-01T12:00:03.2Z',
    data: '{"warnings":[{"field":"size","message":"Rounded.","code":"size_rounded"}]}',
  },
  {
    type: 'task.cancel_requested',
    time: '2026-03-01T12:00:04.987654Z',
    data: '{"reason":"Closed the page","request_id":"req_9"}',
  },
  { type: 'task.succeeded', time: '2026-03-01T14:00:09.999999+02:00', data: `{"output":${OUTPUT}}` },
  {
    type: 'task.usage_recorded',
    time: '2026-03-01T12:00:10Z',
    data:
      '{"image_count":1,"image_pixels":1048576,"input_tokens":12,"lines":' +
      '[{"unit":"image","meter":"image_count","quantity":"1","billed_amount_credits":"40.25"}]}',
  },
  {
    type: 'task.charged',
    time: '2026-03-01T12:00:10.1Z',
    data: '{"entry_id":"chg_1","amount_credits":"40.25","estimated":false}',
  },
  {
    type: 'task.refunded',
    time: '2026-03-01T12:00:20Z',
    data: '{"amount_credits":"0.25","entry_id":"rfd_1","reason":"Goodwill"}',
  },
  {
    type: 'task.callback_attempted',
    time: '2026-03-01T12:00:21Z',
    data:
      '{"delivery_id":"dlv_1","attempt":1,"type":"task.succeeded","outcome":"retrying","status_code":503,' +
      '"error":"HTTP 503","next_attempt_at":"2026-03-01T12:00:26Z"}',
  },
  { type: 'task.billing_settled', time: '2026-03-01T12:05:00Z', data: null },
];

/** A task's whole life, one event of nearly every type. */
export function wholeLife(tenantId: string, taskId: string): ForeignEvent[] {
  return STEPS.map((step, index) => ({ ...step, tenantId, taskId, id: `evt ${index}`, source: '/foreign' }));
}

/** What `GET` answers at its end, apart from `updated_at`. `input` and `output` are compared as text. */
export function wholeLifeEnvelope(taskId: string) {
  return {
    object: 'task',
    task_id: taskId,
    status: 'succeeded',
    capability: 'image.generate',
    model: 'aurora-xl',
    resolved_model: 'aurora-xl-2026-10',
    metadata: { order: '4711', ключ: 'значение' },
    progress: {
      percent: 100,
      stage: 'denoise',
      message: 'Step 17 of 40',
      stage_started_at: '2026-03-01T12:00:02.000Z',
    },
    warnings: [{ code: 'size_rounded', message: 'Rounded.', field: 'size' }],
    error: null,
    usage: {
      input_tokens: 12,
      output_tokens: 0,
      cache_read_tokens: 0,
      cache_creation_tokens: 0,
      reasoning_tokens: 0,
      image_count: 1,
      image_pixels: 1_048_576,
      video_seconds: 0,
      audio_seconds: 0,
      characters: 0,
      lines: [
        {
          meter: 'image_count',
          quantity: '1',
          unit: 'image',
          billed_amount_credits: '40.2500',
          billed_amount_credits_usd_reference: '0.0503',
        },
      ],
      lines_truncated: 0,
      credits: '40.2500',
      credits_usd_reference: '0.0503',
    },
    billing: {
      charged_credits: '40.2500',
      refunded_credits: '0.2500',
      charged_credits_usd_reference: '0.0503',
      refunded_credits_usd_reference: '0.0003',
      currency: 'USD',
      net_charged_credits: '40.0000',
      net_charged_credits_usd_reference: '0.0500',
      settlement: 'final',
    },
    callback: {
      url: 'https://shop.example.com/hook?t=1',
      status: 'retrying',
      attempt_count: 1,
      delivered_at: null,
      last_error: 'HTTP 503',
      next_attempt_at: '2026-03-01T12:00:26.000Z',
      last_status_code: 503,
    },
    created_at: '2026-03-01T12:00:00.123Z',
    started_at: '2026-03-01T12:00:01.500Z',
    completed_at: '2026-03-01T12:00:09.999Z',
    cancel_requested_at: '2026-03-01T12:00:04.987Z',
    links: {
      self: `/v1/tasks/${taskId}`,
      cancel: `/v1/tasks/${taskId}/cancel`,
      events: `/v1/tasks/${taskId}/events`,
      stream: `/v1/tasks/${taskId}/stream`,
    },
    revision: STEPS.length,
    deadline_at: '2026-03-01T12:10:00.500Z',
    client_request_id: 'req_7',
    project_id: 'prj_web',
    attempt: 2,
    data_removed: false,
    cancel: { requested_at: '2026-03-01T12:00:04.987Z', reason: 'Closed the page', outcome: 'lost_race' },
    api_key_id: 'gateway_key-7',
  };
}
