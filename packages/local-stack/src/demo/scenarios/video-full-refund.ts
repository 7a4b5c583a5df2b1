import { eventsFrom, type Scenario } from '../scenario.ts';

const gateway = eventsFrom('/gateway/eu-1');
const worker = eventsFrom('/workers/video-2');
const billing = eventsFrom('/billing');
const otherWorker = eventsFrom('/workers/video-9');

export const videoFullRefund: Scenario = {
  prefix: 'vid',
  tenant: 'second',
  shows: 'a second attempt, a failure and a full refund',
  steps: [
    gateway(3, 'task.created', 'created', {
      capability: 'video.generate',
      model: 'kinema-3',
      input: { prompt: 'Timelapse of a harbour from dawn to dusk', seconds: 12 },
    }),
    billing(3.5, 'task.charged', 'charged', { entry_id: 'hold_1', amount_credits: '960.0000' }),
    worker(5.5, 'task.started', 'started1', { attempt: 1 }),
    worker(14.5, 'task.progressed', 'p35', { percent: 35, stage: 'rendering' }),
    worker(19, 'task.warned', 'warned', {
      warnings: [{ code: 'worker_lost', message: 'The machine was lost; the work begins again.' }],
    }),
    otherWorker(20.5, 'task.started', 'started2', { attempt: 2 }),
    otherWorker(26.5, 'task.progressed', 'p10', { percent: 10, stage: 'rendering' }),
    otherWorker(34, 'task.failed', 'failed', {
      error: {
        code: 'provider_unavailable',
        message: 'The video provider did not answer in time.',
        retryable: true,
        details: { attempts: 2 },
      },
    }),
    billing(35.5, 'task.refunded', 'refunded', {
      entry_id: 'refund_hold_1',
      amount_credits: '960.0000',
      reason: 'The task failed.',
    }),
    billing(39, 'task.billing_settled', 'settled'),
  ],
};
