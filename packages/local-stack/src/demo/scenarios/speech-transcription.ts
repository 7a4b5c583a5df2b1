import { eventsFrom, type Scenario } from '../scenario.ts';

const gateway = eventsFrom('/gateway/eu-1');
const worker = eventsFrom('/workers/speech-2');
const billing = eventsFrom('/billing');

export const speechTranscription: Scenario = {
  prefix: 'asr',
  tenant: 'second',
  askedWith: 'newsdesk',
  shows: 'settled before its usage is known; the usage comes at last',
  steps: [
    gateway(33.5, 'task.created', 'created', {
      capability: 'speech.transcribe',
      model: 'scribe-2',
      input: { audio: 'https://cdn.example.com/in/interview.m4a', language: 'ja' },
    }),
    worker(35, 'task.started', 'started', { attempt: 1 }),
    worker(38.5, 'task.progressed', 'p33', { percent: 33.3, stage: 'listening' }),
    worker(42, 'task.progressed', 'p66', { percent: 66.6, stage: 'listening' }),
    worker(46, 'task.progressed', 'p90', { percent: 90, stage: 'punctuating' }),
    worker(50, 'task.succeeded', 'succeeded', {
      output: { text: 'こんにちは。今日はありがとうございます。' },
    }),
    billing(51.5, 'task.charged', 'charged', { entry_id: 'charge_1', amount_credits: '14.2500' }),
    billing(53, 'task.billing_settled', 'settled'),
    billing(
      58,
      'task.usage_recorded',
      'usage',
      {
        audio_seconds: 285,
        lines: [
          { meter: 'audio_seconds', quantity: '285', unit: 'second', billed_amount_credits: '14.2500' },
        ],
      },
      { happenedAt: 50.5 },
    ),
  ],
};
