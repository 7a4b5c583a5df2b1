import type { Scenario } from '../scenario.ts';

const GATEWAY = '/gateway/eu-1';
const WORKER = '/workers/video-2';
const BILLING = '/billing';

export const videoLongRun: Scenario = {
  prefix: 'vid',
  tenant: 'first',
  shows: 'a long run in stages whose progress arrives twice and out of order',
  steps: [
    {
      at: 0.3,
      name: 'created',
      type: 'task.created',
      source: GATEWAY,
      data: {
        capability: 'video.generate',
        model: 'kinema-3',
        input: { prompt: 'A paper boat crosses a flooded street', seconds: 8, fps: 24 },
        metadata: { storyboard: 'boat', shot: '4' },
      },
    },
    {
      at: 1.2,
      name: 'charged',
      type: 'task.charged',
      source: BILLING,
      data: { entry_id: 'hold_1', amount_credits: '640.0000', estimated: true },
    },
    {
      at: 3,
      name: 'started',
      type: 'task.started',
      source: WORKER,
      data: { resolved_model: 'kinema-3-hd', attempt: 1 },
    },
    {
      at: 5,
      name: 'p5',
      type: 'task.progressed',
      source: WORKER,
      data: { percent: 5, stage: 'planning shots' },
    },
    {
      at: 10,
      name: 'p20',
      type: 'task.progressed',
      source: WORKER,
      data: { percent: 20, stage: 'rendering', message: 'Frame 38 of 192' },
    },
    {
      at: 16,
      name: 'p45',
      type: 'task.progressed',
      source: WORKER,
      data: { percent: 45, stage: 'rendering', message: 'Frame 86 of 192' },
    },
    {
      at: 17,
      name: 'p30',
      happenedAt: 13,
      type: 'task.progressed',
      source: WORKER,
      data: { percent: 30, stage: 'rendering', message: 'Frame 58 of 192' },
    },
    {
      at: 18,
      name: 'p45',
      happenedAt: 16,
      type: 'task.progressed',
      source: WORKER,
      data: { percent: 45, stage: 'rendering', message: 'Frame 86 of 192' },
    },
    {
      at: 24,
      name: 'p65',
      type: 'task.progressed',
      source: WORKER,
      data: { percent: 65, stage: 'rendering', message: 'Frame 125 of 192' },
    },
    {
      at: 31,
      name: 'p85',
      type: 'task.progressed',
      source: WORKER,
      data: { percent: 85, stage: 'upscaling' },
    },
    {
      at: 38,
      name: 'p95',
      type: 'task.progressed',
      source: WORKER,
      data: { percent: 95, stage: 'encoding' },
    },
    {
      at: 43,
      name: 'succeeded',
      type: 'task.succeeded',
      source: WORKER,
      data: {
        output: {
          video: { url: 'https://cdn.example.com/vid/boat.mp4', seconds: 8, width: 1920, height: 1080 },
        },
      },
    },
    {
      at: 44,
      name: 'usage',
      type: 'task.usage_recorded',
      source: BILLING,
      data: {
        video_seconds: 8,
        lines: [{ meter: 'video_seconds', quantity: '8', unit: 'second', billed_amount_credits: '640.0000' }],
      },
    },
    {
      at: 45,
      name: 'usage',
      happenedAt: 44,
      type: 'task.usage_recorded',
      source: BILLING,
      data: {
        video_seconds: 8,
        lines: [{ meter: 'video_seconds', quantity: '8', unit: 'second', billed_amount_credits: '640.0000' }],
      },
    },
    { at: 48, name: 'settled', type: 'task.billing_settled', source: BILLING, data: {} },
  ],
};
