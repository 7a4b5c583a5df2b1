import type { Scenario } from '../scenario.ts';

const GATEWAY = '/gateway/eu-1';
const WORKER = '/workers/image-7';
const BILLING = '/billing';

export const imagePartialRefund: Scenario = {
  prefix: 'img',
  tenant: 'first',
  shows: 'a success with a warning and a partial refund: one of four images was withheld',
  steps: [
    {
      at: 0,
      name: 'created',
      type: 'task.created',
      source: GATEWAY,
      data: {
        capability: 'image.generate',
        model: 'aurora-image-2',
        metadata: { campaign: 'autumn', customer: 'north-17' },
        client_request_id: 'req_lighthouse',
      },
      inputText:
        '{"prompt":"A lighthouse in a storm, oil on canvas","n":4,"size":"1024x1024","seed":9223372036854775807}',
    },
    {
      at: 0.8,
      name: 'charged',
      type: 'task.charged',
      source: BILLING,
      data: { entry_id: 'hold_1', amount_credits: '160.0000', estimated: true },
    },
    {
      at: 2,
      name: 'started',
      type: 'task.started',
      source: WORKER,
      data: { resolved_model: 'aurora-image-2-2026-10', attempt: 1 },
    },
    {
      at: 4,
      name: 'p25',
      type: 'task.progressed',
      source: WORKER,
      data: { percent: 25, stage: 'sampling', message: 'Image 1 of 4' },
    },
    {
      at: 7,
      name: 'p50',
      type: 'task.progressed',
      source: WORKER,
      data: { percent: 50, stage: 'sampling', message: 'Image 2 of 4' },
    },
    {
      at: 9,
      name: 'part',
      type: 'task.output_updated',
      source: WORKER,
      data: { output: { images: [{ url: 'https://cdn.example.com/img/1.png' }] } },
    },
    {
      at: 10,
      name: 'p75',
      type: 'task.progressed',
      source: WORKER,
      data: { percent: 75, stage: 'sampling', message: 'Image 3 of 4' },
    },
    {
      at: 12,
      name: 'p90',
      type: 'task.progressed',
      source: WORKER,
      data: { percent: 90, stage: 'safety check' },
    },
    {
      at: 13,
      name: 'warned',
      type: 'task.warned',
      source: WORKER,
      data: {
        warnings: [
          { code: 'image_withheld', message: 'One image did not pass the safety check.', field: 'n' },
        ],
      },
    },
    {
      at: 14,
      name: 'succeeded',
      type: 'task.succeeded',
      source: WORKER,
      data: {
        output: {
          images: [
            { url: 'https://cdn.example.com/img/1.png' },
            { url: 'https://cdn.example.com/img/2.png' },
            { url: 'https://cdn.example.com/img/3.png' },
          ],
          caption: 'Leuchtturm 🌊',
        },
      },
    },
    {
      at: 15,
      name: 'usage',
      type: 'task.usage_recorded',
      source: BILLING,
      data: {
        image_count: 3,
        image_pixels: 3145728,
        lines: [{ meter: 'image_count', quantity: '3', unit: 'image', billed_amount_credits: '120.0000' }],
      },
    },
    {
      at: 16,
      name: 'refunded',
      type: 'task.refunded',
      source: BILLING,
      data: { entry_id: 'refund_1', amount_credits: '40.0000', reason: 'One image of four was withheld.' },
    },
    { at: 18, name: 'settled', type: 'task.billing_settled', source: BILLING, data: {} },
  ],
};
