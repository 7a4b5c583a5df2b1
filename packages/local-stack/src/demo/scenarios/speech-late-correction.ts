import { eventsFrom, type Scenario } from '../scenario.ts';

const gateway = eventsFrom('/gateway/eu-1');
const worker = eventsFrom('/workers/speech-5');
const billing = eventsFrom('/billing');
const audit = eventsFrom('/billing/audit');

export const speechLateCorrection: Scenario = {
  prefix: 'spk',
  tenant: 'second',
  askedWith: 'newsdesk',
  shows: 'a usage correction with negative amounts long after the end',
  steps: [
    gateway(1, 'task.created', 'created', {
      capability: 'speech.synthesize',
      model: 'vox-4',
      input: { text: 'Good evening. Here is the news at eight.', voice: 'ines' },
      credits_per_usd: '800',
    }),
    worker(1.8, 'task.started', 'started', { attempt: 1 }),
    worker(3, 'task.progressed', 'p60', { percent: 60, stage: 'speaking' }),
    worker(5, 'task.succeeded', 'succeeded', {
      output: { audio: { url: 'https://cdn.example.com/spk/news.opus', seconds: 3.4 } },
    }),
    billing(6, 'task.usage_recorded', 'usage', {
      characters: 400,
      audio_seconds: 3.4,
      lines: [{ meter: 'characters', quantity: '400', unit: 'character', billed_amount_credits: '6.0000' }],
    }),
    billing(6.5, 'task.charged', 'charged', { entry_id: 'charge_1', amount_credits: '6.0000' }),
    audit(36, 'task.usage_recorded', 'correction', {
      characters: -360,
      lines: [{ meter: 'characters', quantity: '-360', unit: 'character', billed_amount_credits: '-5.4000' }],
    }),
    billing(37, 'task.refunded', 'refunded', {
      entry_id: 'refund_1',
      amount_credits: '5.4000',
      reason: 'Characters were counted ten times.',
    }),
    billing(40, 'task.billing_settled', 'settled'),
  ],
};
