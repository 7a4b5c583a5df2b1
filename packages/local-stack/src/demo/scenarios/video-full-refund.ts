import type { Scenario } from '../scenario.ts';

const GATEWAY = '/gateway/eu-1';
const WORKER = '/workers/video-2';
const BILLING = '/billing';

export const videoFullRefund: Scenario = {
  prefix: 'vid',
  tenant: 'second',
  shows: 'a second attempt, a failure and a full refund',
  steps: [
    {
      at: 3,
      name: 'created',
      type: 'task.created',
      source: GATEWAY,
      data: {
        capability: 'video.generate',
        model: 'kinema-3',
        input: { prompt: 'Timelapse of a harbour from dawn to dusk', seconds: 12 },
      },
    },
    {
      at: 3.5,
      name: 'charged',
      type: 'task.charged',
      source: BILLING,
      data: { entry_id: 'hold_1', amount_credits: '960.0000' },
    },
    { at: 5.5, name: 'started1', type: 'task.started', source: WORKER, data: { attempt: 1 } },
    {
      at: 14.5,
      name: 'p35',
      type: 'task.progressed',
      source: WORKER,
      data: { percent: 35, stage: 'rendering' },
    },
    {
      at: 19,
      name: 'warned',
      type: 'task.warned',
      source: WORKER,
      data: { warnings: [{ code: 'worker_lost', message: 'The machine was lost; the work begins again.' }] },
    },
    { at: 20.5, name: 'started2', type: 'task.started', source: '/workers/video-9', data: { attempt: 2 } },
    {
      at: 26.5,
      name: 'p10',
      type: 'task.progressed',
      source: '/workers/video-9',
      data: { percent: 10, stage: 'rendering' },
    },
    {
      at: 34,
      name: 'failed',
      type: 'task.failed',
      source: '/workers/video-9',
      data: {
        error: {
          code: 'provider_unavailable',
          message: 'The video provider did not answer in time.',
          retryable: true,
          details: { attempts: 2 },
        },
      },
    },
    {
      at: 35.5,
      name: 'refunded',
      type: 'task.refunded',
      source: BILLING,
      data: { entry_id: 'refund_hold_1', amount_credits: '960.0000', reason: 'The task failed.' },
    },
    { at: 39, name: 'settled', type: 'task.billing_settled', source: BILLING, data: {} },
  ],
};
