import { eventsFrom, type Scenario } from '../scenario.ts';

const gateway = eventsFrom('/gateway/us-2');
const worker = eventsFrom('/workers/music-1');
const billing = eventsFrom('/billing');
const another0 = eventsFrom('/gateway/sweeper');

export const musicCancelTooLate: Scenario = {
  prefix: 'mus',
  tenant: 'first',
  shows: 'a cancel request that loses its race against the end',
  steps: [
    gateway(4, 'task.created', 'created', {
      capability: 'music.generate',
      model: 'cantor-1',
      input: { prompt: 'Slow waltz for accordion and double bass', seconds: 60 },
    }),
    billing(4.6, 'task.charged', 'charged', { entry_id: 'charge_1', amount_credits: '90.0000' }),
    worker(6, 'task.started', 'started', { attempt: 1 }),
    worker(11, 'task.progressed', 'p30', { percent: 30, stage: 'composing' }),
    worker(18, 'task.progressed', 'p70', { percent: 70, stage: 'rendering' }),
    worker(25, 'task.progressed', 'p99', { percent: 99, stage: 'mastering' }),
    gateway(26, 'task.cancel_requested', 'cancel', {
      reason: 'The user closed the page.',
      request_id: 'req_close',
    }),
    worker(27, 'task.succeeded', 'succeeded', {
      output: { audio: { url: 'https://cdn.example.com/mus/waltz.flac', seconds: 60 } },
    }),
    another0(28, 'task.canceled', 'canceled', { reason: 'The user closed the page.' }),
    billing(29, 'task.usage_recorded', 'usage', {
      audio_seconds: 60,
      lines: [{ meter: 'audio_seconds', quantity: '60', unit: 'second', billed_amount_credits: '90.0000' }],
    }),
    billing(33, 'task.billing_settled', 'settled'),
  ],
};
