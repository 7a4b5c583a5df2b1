import { eventsFrom, type Scenario } from '../scenario.ts';

const gateway = eventsFrom('/gateway/eu-1');
const worker = eventsFrom('/workers/video-2');
const billing = eventsFrom('/billing');

export const videoLongRun: Scenario = {
  prefix: 'vid',
  tenant: 'first',
  askedWith: 'batch_jobs',
  shows: 'a long run in stages whose progress arrives twice and out of order',
  steps: [
    gateway(0.3, 'task.created', 'created', {
      capability: 'video.generate',
      model: 'kinema-3',
      input: { prompt: 'A paper boat crosses a flooded street', seconds: 8, fps: 24 },
      metadata: { storyboard: 'boat', shot: '4' },
    }),
    billing(1.2, 'task.charged', 'charged', {
      entry_id: 'hold_1',
      amount_credits: '640.0000',
      estimated: true,
    }),
    worker(3, 'task.started', 'started', { resolved_model: 'kinema-3-hd', attempt: 1 }),
    worker(5, 'task.progressed', 'p5', { percent: 5, stage: 'planning shots' }),
    worker(10, 'task.progressed', 'p20', { percent: 20, stage: 'rendering', message: 'Frame 38 of 192' }),
    worker(16, 'task.progressed', 'p45', { percent: 45, stage: 'rendering', message: 'Frame 86 of 192' }),
    worker(
      17,
      'task.progressed',
      'p30',
      { percent: 30, stage: 'rendering', message: 'Frame 58 of 192' },
      { happenedAt: 13 },
    ),
    worker(
      18,
      'task.progressed',
      'p45',
      { percent: 45, stage: 'rendering', message: 'Frame 86 of 192' },
      { happenedAt: 16 },
    ),
    worker(24, 'task.progressed', 'p65', { percent: 65, stage: 'rendering', message: 'Frame 125 of 192' }),
    worker(31, 'task.progressed', 'p85', { percent: 85, stage: 'upscaling' }),
    worker(38, 'task.progressed', 'p95', { percent: 95, stage: 'encoding' }),
    worker(43, 'task.succeeded', 'succeeded', {
      output: {
        video: { url: 'https://cdn.example.com/vid/boat.mp4', seconds: 8, width: 1920, height: 1080 },
      },
    }),
    billing(44, 'task.usage_recorded', 'usage', {
      video_seconds: 8,
      lines: [{ meter: 'video_seconds', quantity: '8', unit: 'second', billed_amount_credits: '640.0000' }],
    }),
    billing(
      45,
      'task.usage_recorded',
      'usage',
      {
        video_seconds: 8,
        lines: [{ meter: 'video_seconds', quantity: '8', unit: 'second', billed_amount_credits: '640.0000' }],
      },
      { happenedAt: 44 },
    ),
    billing(48, 'task.billing_settled', 'settled'),
  ],
};
