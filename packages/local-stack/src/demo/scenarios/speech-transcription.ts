import type { Scenario } from '../scenario.ts';

const GATEWAY = '/gateway/eu-1';
const WORKER = '/workers/speech-2';
const BILLING = '/billing';

export const speechTranscription: Scenario = {
  prefix: 'asr',
  tenant: 'second',
  shows: 'settled before its usage is known; the usage comes at last',
  steps: [
    {
      at: 33.5,
      name: 'created',
      type: 'task.created',
      source: GATEWAY,
      data: {
        capability: 'speech.transcribe',
        model: 'scribe-2',
        input: { audio: 'https://cdn.example.com/in/interview.m4a', language: 'ja' },
      },
    },
    { at: 35, name: 'started', type: 'task.started', source: WORKER, data: { attempt: 1 } },
    {
      at: 38.5,
      name: 'p33',
      type: 'task.progressed',
      source: WORKER,
      data: { percent: 33.3, stage: 'listening' },
    },
    {
      at: 42,
      name: 'p66',
      type: 'task.progressed',
      source: WORKER,
      data: { percent: 66.6, stage: 'listening' },
    },
    {
      at: 46,
      name: 'p90',
      type: 'task.progressed',
      source: WORKER,
      data: { percent: 90, stage: 'punctuating' },
    },
    {
      at: 50,
      name: 'succeeded',
      type: 'task.succeeded',
      source: WORKER,
      data: { output: { text: 'こんにちは。今日はありがとうございます。' } },
    },
    {
      at: 51.5,
      name: 'charged',
      type: 'task.charged',
      source: BILLING,
      data: { entry_id: 'charge_1', amount_credits: '14.2500' },
    },
    { at: 53, name: 'settled', type: 'task.billing_settled', source: BILLING, data: {} },
    {
      at: 58,
      name: 'usage',
      happenedAt: 50.5,
      type: 'task.usage_recorded',
      source: BILLING,
      data: {
        audio_seconds: 285,
        lines: [
          { meter: 'audio_seconds', quantity: '285', unit: 'second', billed_amount_credits: '14.2500' },
        ],
      },
    },
  ],
};
