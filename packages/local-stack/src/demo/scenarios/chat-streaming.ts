import { eventsFrom, type Scenario } from '../scenario.ts';

const gateway = eventsFrom('/gateway/us-2');
const worker = eventsFrom('/workers/chat-11');
const billing = eventsFrom('/billing');

export const chatStreaming: Scenario = {
  prefix: 'chat',
  tenant: 'first',
  askedWith: 'website',
  shows: 'partial output, and events that arrive before the task is known',
  steps: [
    worker(
      8,
      'task.started',
      'started',
      { resolved_model: 'lyra-large-0924', attempt: 1 },
      { happenedAt: 7.6 },
    ),
    gateway(
      9,
      'task.created',
      'created',
      {
        capability: 'chat.completion',
        model: 'lyra-large',
        input: { messages: [{ role: 'user', content: 'Why is the sea salty? 🌊' }] },
        metadata: { conversation: 'c-204' },
      },
      { happenedAt: 7.5 },
    ),
    worker(10, 'task.output_updated', 'out1', { output: { text: 'Rivers carry' } }),
    worker(11, 'task.output_updated', 'out2', { output: { text: 'Rivers carry dissolved minerals' } }),
    worker(11.5, 'task.output_updated', 'out1', { output: { text: 'Rivers carry' } }, { happenedAt: 10 }),
    worker(12.5, 'task.warned', 'warned', {
      warnings: [{ code: 'parameter_ignored', message: 'This model has no top_k.', field: 'top_k' }],
    }),
    worker(13.5, 'task.progressed', 'p80', { percent: 80, stage: 'writing' }),
    worker(15.5, 'task.succeeded', 'succeeded', {
      output: {
        text: 'Rivers carry dissolved minerals to the sea; water leaves by evaporation, and salt stays.',
      },
    }),
    billing(16.5, 'task.usage_recorded', 'usage', {
      input_tokens: 412,
      output_tokens: 96,
      cache_read_tokens: 384,
      reasoning_tokens: 51,
      lines: [
        { meter: 'input_tokens', quantity: '412', unit: 'token', billed_amount_credits: '0.1236' },
        { meter: 'output_tokens', quantity: '96', unit: 'token', billed_amount_credits: '0.1440' },
      ],
    }),
    billing(17.5, 'task.charged', 'charged', { entry_id: 'charge_1', amount_credits: '0.2676' }),
    billing(
      17.8,
      'task.charged',
      'charged',
      { entry_id: 'charge_1', amount_credits: '0.2676' },
      { happenedAt: 17.5 },
    ),
    billing(20, 'task.billing_settled', 'settled'),
  ],
};
