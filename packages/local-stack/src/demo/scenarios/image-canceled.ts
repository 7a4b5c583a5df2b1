import type { Scenario } from '../scenario.ts';

const GATEWAY = '/gateway/us-2';
const WORKER = '/workers/image-3';
const BILLING = '/billing';

export const imageCanceled: Scenario = {
  prefix: 'img',
  tenant: 'second',
  shows: 'a cancel request that is confirmed, and what was charged given back',
  steps: [
    {
      at: 21,
      name: 'created',
      type: 'task.created',
      source: GATEWAY,
      data: {
        capability: 'image.edit',
        model: 'aurora-image-2',
        input: { image: 'https://cdn.example.com/in/portrait.png', instruction: 'Remove the background' },
      },
    },
    {
      at: 21.6,
      name: 'charged',
      type: 'task.charged',
      source: BILLING,
      data: { entry_id: 'hold_1', amount_credits: '35.0000' },
    },
    { at: 23, name: 'started', type: 'task.started', source: WORKER, data: { attempt: 1 } },
    {
      at: 28.5,
      name: 'p40',
      type: 'task.progressed',
      source: WORKER,
      data: { percent: 40, stage: 'segmenting' },
    },
    {
      at: 30,
      name: 'cancel',
      type: 'task.cancel_requested',
      source: GATEWAY,
      data: { reason: 'Wrong picture.' },
    },
    { at: 32, name: 'canceled', type: 'task.canceled', source: WORKER, data: { reason: 'Wrong picture.' } },
    {
      at: 32.5,
      name: 'refunded',
      type: 'task.refunded',
      source: BILLING,
      data: { entry_id: 'refund_hold_1', amount_credits: '35.0000', reason: 'The task was canceled.' },
    },
    { at: 41, name: 'settled', type: 'task.billing_settled', source: BILLING, data: {} },
  ],
};
