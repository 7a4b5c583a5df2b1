import type { Scenario } from '../scenario.ts';

const GATEWAY = '/gateway/us-2';
const WORKER = '/workers/music-1';
const BILLING = '/billing';

export const musicCancelTooLate: Scenario = {
  prefix: 'mus',
  tenant: 'first',
  shows: 'a cancel request that loses its race against the end',
  steps: [
    {
      at: 4,
      name: 'created',
      type: 'task.created',
      source: GATEWAY,
      data: {
        capability: 'music.generate',
        model: 'cantor-1',
        input: { prompt: 'Slow waltz for accordion and double bass', seconds: 60 },
      },
    },
    {
      at: 4.6,
      name: 'charged',
      type: 'task.charged',
      source: BILLING,
      data: { entry_id: 'charge_1', amount_credits: '90.0000' },
    },
    { at: 6, name: 'started', type: 'task.started', source: WORKER, data: { attempt: 1 } },
    {
      at: 11,
      name: 'p30',
      type: 'task.progressed',
      source: WORKER,
      data: { percent: 30, stage: 'composing' },
    },
    {
      at: 18,
      name: 'p70',
      type: 'task.progressed',
      source: WORKER,
      data: { percent: 70, stage: 'rendering' },
    },
    {
      at: 25,
      name: 'p99',
      type: 'task.progressed',
      source: WORKER,
      data: { percent: 99, stage: 'mastering' },
    },
    {
      at: 26,
      name: 'cancel',
      type: 'task.cancel_requested',
      source: GATEWAY,
      data: { reason: 'The user closed the page.', request_id: 'req_close' },
    },
    {
      at: 27,
      name: 'succeeded',
      type: 'task.succeeded',
      source: WORKER,
      data: { output: { audio: { url: 'https://cdn.example.com/mus/waltz.flac', seconds: 60 } } },
    },
    {
      at: 28,
      name: 'canceled',
      type: 'task.canceled',
      source: '/gateway/sweeper',
      data: { reason: 'The user closed the page.' },
    },
    {
      at: 29,
      name: 'usage',
      type: 'task.usage_recorded',
      source: BILLING,
      data: {
        audio_seconds: 60,
        lines: [{ meter: 'audio_seconds', quantity: '60', unit: 'second', billed_amount_credits: '90.0000' }],
      },
    },
    { at: 33, name: 'settled', type: 'task.billing_settled', source: BILLING, data: {} },
  ],
};
