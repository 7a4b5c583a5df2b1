import type { Scenario } from '../scenario.ts';

const GATEWAY = '/gateway/us-2';
const WORKER = '/workers/chat-11';
const BILLING = '/billing';

export const chatStreaming: Scenario = {
  prefix: 'chat',
  tenant: 'first',
  shows: 'partial output, and events that arrive before the task is known',
  steps: [
    {
      at: 8,
      name: 'started',
      happenedAt: 7.6,
      type: 'task.started',
      source: WORKER,
      data: { resolved_model: 'lyra-large-0924', attempt: 1 },
    },
    {
      at: 9,
      name: 'created',
      happenedAt: 7.5,
      type: 'task.created',
      source: GATEWAY,
      data: {
        capability: 'chat.completion',
        model: 'lyra-large',
        input: { messages: [{ role: 'user', content: 'Why is the sea salty? 🌊' }] },
        metadata: { conversation: 'c-204' },
      },
    },
    {
      at: 10,
      name: 'out1',
      type: 'task.output_updated',
      source: WORKER,
      data: { output: { text: 'Rivers carry' } },
    },
    {
      at: 11,
      name: 'out2',
      type: 'task.output_updated',
      source: WORKER,
      data: { output: { text: 'Rivers carry dissolved minerals' } },
    },
    {
      at: 11.5,
      name: 'out1',
      happenedAt: 10,
      type: 'task.output_updated',
      source: WORKER,
      data: { output: { text: 'Rivers carry' } },
    },
    {
      at: 12.5,
      name: 'warned',
      type: 'task.warned',
      source: WORKER,
      data: {
        warnings: [{ code: 'parameter_ignored', message: 'This model has no top_k.', field: 'top_k' }],
      },
    },
    {
      at: 13.5,
      name: 'p80',
      type: 'task.progressed',
      source: WORKER,
      data: { percent: 80, stage: 'writing' },
    },
    {
      at: 15.5,
      name: 'succeeded',
      type: 'task.succeeded',
      source: WORKER,
      data: {
        output: {
          text: 'Rivers carry dissolved minerals to the sea; water leaves by evaporation, and salt stays.',
        },
      },
    },
    {
      at: 16.5,
      name: 'usage',
      type: 'task.usage_recorded',
      source: BILLING,
      data: {
        input_tokens: 412,
        output_tokens: 96,
        cache_read_tokens: 384,
        reasoning_tokens: 51,
        lines: [
          { meter: 'input_tokens', quantity: '412', unit: 'token', billed_amount_credits: '0.1236' },
          { meter: 'output_tokens', quantity: '96', unit: 'token', billed_amount_credits: '0.1440' },
        ],
      },
    },
    {
      at: 17.5,
      name: 'charged',
      type: 'task.charged',
      source: BILLING,
      data: { entry_id: 'charge_1', amount_credits: '0.2676' },
    },
    {
      at: 17.8,
      name: 'charged',
      happenedAt: 17.5,
      type: 'task.charged',
      source: BILLING,
      data: { entry_id: 'charge_1', amount_credits: '0.2676' },
    },
    { at: 20, name: 'settled', type: 'task.billing_settled', source: BILLING, data: {} },
  ],
};
