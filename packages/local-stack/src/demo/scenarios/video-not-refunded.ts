import { eventsFrom, type Scenario, yesterday } from '../scenario.ts';

const gateway = eventsFrom('/gateway/eu-1');
const worker = eventsFrom('/workers/video-2');
const billing = eventsFrom('/billing');

export const videoNotRefunded: Scenario = {
  prefix: 'clip',
  tenant: 'first',
  askedWith: 'batch_jobs',
  shows: 'what was charged yesterday for a task that failed, and was never refunded',
  steps: [
    gateway(
      1,
      'task.created',
      'created',
      {
        capability: 'video.generate',
        model: 'kinema-3',
        input: { prompt: 'A paper boat on a flooded street', seconds: 6 },
        metadata: { campaign: 'autumn', customer: 'north-22' },
      },
      yesterday(0),
    ),
    billing(1, 'task.charged', 'charged', { entry_id: 'hold_1', amount_credits: '480.0000' }, yesterday(1)),
    worker(1, 'task.started', 'started', { attempt: 1 }, yesterday(3)),
    worker(1, 'task.progressed', 'p60', { percent: 60, stage: 'rendering' }, yesterday(41)),
    worker(
      1,
      'task.failed',
      'failed',
      {
        error: {
          code: 'out_of_memory',
          message: 'The machine that rendered it ran out of memory.',
          retryable: true,
        },
      },
      yesterday(58),
    ),
    billing(1, 'task.billing_settled', 'settled', {}, yesterday(300)),
  ],
};
