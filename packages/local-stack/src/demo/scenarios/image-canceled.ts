import { eventsFrom, type Scenario } from '../scenario.ts';

const gateway = eventsFrom('/gateway/us-2');
const worker = eventsFrom('/workers/image-3');
const billing = eventsFrom('/billing');

export const imageCanceled: Scenario = {
  prefix: 'img',
  tenant: 'second',
  shows: 'a cancel request that is confirmed, and what was charged given back',
  steps: [
    gateway(21, 'task.created', 'created', {
      capability: 'image.edit',
      model: 'aurora-image-2',
      input: { image: 'https://cdn.example.com/in/portrait.png', instruction: 'Remove the background' },
    }),
    billing(21.6, 'task.charged', 'charged', { entry_id: 'hold_1', amount_credits: '35.0000' }),
    worker(23, 'task.started', 'started', { attempt: 1 }),
    worker(28.5, 'task.progressed', 'p40', { percent: 40, stage: 'segmenting' }),
    gateway(30, 'task.cancel_requested', 'cancel', { reason: 'Wrong picture.' }),
    worker(32, 'task.canceled', 'canceled', { reason: 'Wrong picture.' }),
    billing(32.5, 'task.refunded', 'refunded', {
      entry_id: 'refund_hold_1',
      amount_credits: '35.0000',
      reason: 'The task was canceled.',
    }),
    billing(41, 'task.billing_settled', 'settled'),
  ],
};
