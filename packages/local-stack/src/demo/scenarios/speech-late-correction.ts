import type { Scenario } from '../scenario.ts';

const GATEWAY = '/gateway/eu-1';
const WORKER = '/workers/speech-5';
const BILLING = '/billing';

export const speechLateCorrection: Scenario = {
  prefix: 'spk',
  tenant: 'second',
  shows: 'a usage correction with negative amounts long after the end',
  steps: [
    {
      at: 1,
      name: 'created',
      type: 'task.created',
      source: GATEWAY,
      data: {
        capability: 'speech.synthesize',
        model: 'vox-4',
        input: { text: 'Good evening. Here is the news at eight.', voice: 'ines' },
        credits_per_usd: '800',
      },
    },
    { at: 1.8, name: 'started', type: 'task.started', source: WORKER, data: { attempt: 1 } },
    { at: 3, name: 'p60', type: 'task.progressed', source: WORKER, data: { percent: 60, stage: 'speaking' } },
    {
      at: 5,
      name: 'succeeded',
      type: 'task.succeeded',
      source: WORKER,
      data: { output: { audio: { url: 'https://cdn.example.com/spk/news.opus', seconds: 3.4 } } },
    },
    {
      at: 6,
      name: 'usage',
      type: 'task.usage_recorded',
      source: BILLING,
      data: {
        characters: 400,
        audio_seconds: 3.4,
        lines: [{ meter: 'characters', quantity: '400', unit: 'character', billed_amount_credits: '6.0000' }],
      },
    },
    {
      at: 6.5,
      name: 'charged',
      type: 'task.charged',
      source: BILLING,
      data: { entry_id: 'charge_1', amount_credits: '6.0000' },
    },
    {
      at: 36,
      name: 'correction',
      type: 'task.usage_recorded',
      source: '/billing/audit',
      data: {
        characters: -360,
        lines: [
          { meter: 'characters', quantity: '-360', unit: 'character', billed_amount_credits: '-5.4000' },
        ],
      },
    },
    {
      at: 37,
      name: 'refunded',
      type: 'task.refunded',
      source: BILLING,
      data: { entry_id: 'refund_1', amount_credits: '5.4000', reason: 'Characters were counted ten times.' },
    },
    { at: 40, name: 'settled', type: 'task.billing_settled', source: BILLING, data: {} },
  ],
};
