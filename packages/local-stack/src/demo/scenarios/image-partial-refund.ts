import { eventsFrom, type Scenario } from '../scenario.ts';

const gateway = eventsFrom('/gateway/eu-1');
const worker = eventsFrom('/workers/image-7');
const billing = eventsFrom('/billing');

export const imagePartialRefund: Scenario = {
  prefix: 'img',
  tenant: 'first',
  askedWith: 'website',
  shows: 'a success with a warning and a partial refund: one of four images was withheld',
  steps: [
    gateway(
      0,
      'task.created',
      'created',
      {
        capability: 'image.generate',
        model: 'aurora-image-2',
        metadata: { campaign: 'autumn', customer: 'north-17' },
        client_request_id: 'req_lighthouse',
      },
      {
        inputText:
          '{"prompt":"A lighthouse in a storm, oil on canvas","n":4,"size":"1024x1024","seed":9223372036854775807}',
      },
    ),
    billing(0.8, 'task.charged', 'charged', {
      entry_id: 'hold_1',
      amount_credits: '160.0000',
      estimated: true,
    }),
    worker(2, 'task.started', 'started', { resolved_model: 'aurora-image-2-2026-10', attempt: 1 }),
    worker(4, 'task.progressed', 'p25', { percent: 25, stage: 'sampling', message: 'Image 1 of 4' }),
    worker(7, 'task.progressed', 'p50', { percent: 50, stage: 'sampling', message: 'Image 2 of 4' }),
    worker(9, 'task.output_updated', 'part', {
      output: { images: [{ url: 'https://cdn.example.com/img/1.png' }] },
    }),
    worker(10, 'task.progressed', 'p75', { percent: 75, stage: 'sampling', message: 'Image 3 of 4' }),
    worker(12, 'task.progressed', 'p90', { percent: 90, stage: 'safety check' }),
    worker(13, 'task.warned', 'warned', {
      warnings: [{ code: 'image_withheld', message: 'One image did not pass the safety check.', field: 'n' }],
    }),
    worker(14, 'task.succeeded', 'succeeded', {
      output: {
        images: [
          { url: 'https://cdn.example.com/img/1.png' },
          { url: 'https://cdn.example.com/img/2.png' },
          { url: 'https://cdn.example.com/img/3.png' },
        ],
        caption: 'Leuchtturm 🌊',
      },
    }),
    billing(15, 'task.usage_recorded', 'usage', {
      image_count: 3,
      image_pixels: 3145728,
      lines: [{ meter: 'image_count', quantity: '3', unit: 'image', billed_amount_credits: '120.0000' }],
    }),
    billing(16, 'task.refunded', 'refunded', {
      entry_id: 'refund_1',
      amount_credits: '40.0000',
      reason: 'One image of four was withheld.',
    }),
    billing(18, 'task.billing_settled', 'settled'),
  ],
};
