import { embed, generateObject, generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai';
import { MockEmbeddingModelV4, MockLanguageModelV4, simulateReadableStream } from 'ai/test';
import { expect, test } from 'vitest';
import type { TaskCloudEvent } from '../generated/events.ts';
import { createReporter } from '../reporter/create-reporter.ts';
import { type AiTelemetryOptions, aiTelemetry } from './ai-telemetry.ts';

// The AI SDK is the real one. In the place of a provider's model stands the one of its own tests (ai/test): nothing is asked of any
// provider, and what a provider answers is what these tests say.

type Generated = Awaited<ReturnType<MockLanguageModelV4['doGenerate']>>;
type Streamed = Awaited<ReturnType<MockLanguageModelV4['doStream']>>;
type Part = Streamed['stream'] extends ReadableStream<infer Each> ? Each : never;

const used = (input: number, output: number): Generated['usage'] => ({
  inputTokens: { total: input, noCache: input - 2, cacheRead: 2, cacheWrite: 0 },
  outputTokens: { total: output, text: output - 1, reasoning: 1 },
});
const answer = (text: string, reason: Generated['finishReason']['unified'] = 'stop'): Generated => ({
  content: [{ type: 'text', text }],
  finishReason: { unified: reason, raw: undefined },
  usage: used(10, 5),
  response: { modelId: 'aurora-text-2' },
  warnings: [],
});
const parts = (...last: Part[]): Part[] => [
  { type: 'stream-start', warnings: [] },
  { type: 'text-start', id: '1' },
  { type: 'text-delta', id: '1', delta: 'Fog' },
  ...last,
];
const whole = parts(
  { type: 'text-end', id: '1' },
  { type: 'finish', finishReason: { unified: 'stop', raw: undefined }, usage: used(10, 5) },
);
const modelOf = (answers: ConstructorParameters<typeof MockLanguageModelV4>[0]) =>
  new MockLanguageModelV4({ provider: 'aurora', modelId: 'aurora-text', ...answers });

/** What one call tells: its events, those of its hooks that failed, and what became of the call. */
async function told(
  call: (telemetry: { integrations: ReturnType<typeof aiTelemetry>; functionId: string }) => Promise<unknown>,
  options: Omit<AiTelemetryOptions, 'reporter'> = {},
) {
  const events: TaskCloudEvent[] = [];
  const faults: unknown[] = [];
  const publish = async (batch: readonly TaskCloudEvent[]) => void events.push(...batch);
  const reporter = createReporter({ source: '/apps/chat', publish });
  const integrations = aiTelemetry({ reporter, onError: (error) => faults.push(error), ...options });
  const outcome = await call({ integrations, functionId: 'answer' }).catch((error: unknown) => error);
  await reporter.close();
  return { events, outcome, faults, types: events.map(({ type }) => type.slice('task.'.length)) };
}
const dataOf = (events: readonly TaskCloudEvent[], type: TaskCloudEvent['type']) =>
  events.filter((event) => event.type === type).map(({ data }) => data);

test('a text is a task with its model, usage and end, and without prompt and output', async () => {
  const { events, outcome, types } = await told(async (telemetry) => {
    const { text } = await generateText({
      model: modelOf({ doGenerate: answer('A secret.') }),
      prompt: 'Tell a secret.',
      telemetry,
    });
    return text;
  });
  expect(outcome).toBe('A secret.');
  expect(types).toEqual(['created', 'started', 'usage_recorded', 'succeeded']);
  expect(events.map(({ data }) => data)).toEqual([
    {
      capability: 'text.generate',
      model: 'aurora-text',
      metadata: { provider: 'aurora', operation: 'ai.generateText', function_id: 'answer' },
    },
    {},
    { input_tokens: 10, output_tokens: 5, cache_read_tokens: 2, reasoning_tokens: 1 },
    { resolved_model: 'aurora-text-2' },
  ]);
  expect(new Set(events.map(({ subject }) => subject)).size).toBe(1);
  expect(JSON.stringify(events)).not.toContain('secret');
});

test('prompt and output are kept where that is asked for, unless the call says no', async () => {
  const call = (hidden: boolean) =>
    told(
      (telemetry) =>
        generateText({
          model: modelOf({ doGenerate: answer('Fog.') }),
          prompt: 'What hides a lighthouse?',
          telemetry: hidden ? { ...telemetry, recordInputs: false, recordOutputs: false } : telemetry,
        }),
      { recordInput: true, recordOutput: true },
    );
  const { events } = await call(false);
  expect(dataOf(events, 'task.created')[0]).toMatchObject({
    input: { messages: [{ role: 'user', content: 'What hides a lighthouse?' }] },
  });
  expect(dataOf(events, 'task.succeeded')[0]).toMatchObject({
    output: { text: 'Fog.', finishReason: 'stop' },
  });
  const hidden = JSON.stringify((await call(true)).events);
  expect(hidden).not.toContain('lighthouse');
  expect(hidden).not.toContain('Fog');
});

test('a task is what the program says it is, and a call that is none says nothing', async () => {
  const call = (describe: AiTelemetryOptions['describe']) =>
    told(
      (telemetry) =>
        generateText({
          model: modelOf({ doGenerate: answer('Fog.') }),
          prompt: 'Hi',
          runtimeContext: { order: 'order_7', card: '4111' },
          telemetry: { ...telemetry, includeRuntimeContext: { order: true } },
        }),
      describe === undefined ? {} : { describe },
    );
  const { events } = await call(({ runtimeContext }) => {
    expect(runtimeContext).toEqual({ order: 'order_7' });
    return { taskId: String(runtimeContext.order), capability: 'chat.answer', project_id: 'support' };
  });
  expect(new Set(events.map(({ subject }) => subject))).toEqual(new Set(['order_7']));
  expect(dataOf(events, 'task.created')[0]).toMatchObject({
    capability: 'chat.answer',
    project_id: 'support',
  });
  expect((await call(() => null)).events).toEqual([]);
});

test('each step of a call with tools records what it used, and the cost is that of all', async () => {
  const calls: Generated[] = [
    {
      ...answer(''),
      content: [{ type: 'tool-call', toolCallId: 't1', toolName: 'weather', input: '{"city":"Brest"}' }],
      finishReason: { unified: 'tool-calls', raw: undefined },
    },
    answer('Fog in Brest.'),
  ];
  const { events, types } = await told(
    (telemetry) =>
      generateText({
        model: modelOf({ doGenerate: calls }),
        prompt: 'Weather?',
        tools: {
          weather: tool({
            inputSchema: jsonSchema<{ city: string }>({
              type: 'object',
              properties: { city: { type: 'string' } },
            }),
            execute: async () => 'fog',
          }),
        },
        stopWhen: stepCountIs(3),
        telemetry,
      }),
    {
      cost: ({ usage, outcome }) => {
        expect([usage, outcome]).toEqual([
          { input_tokens: 20, output_tokens: 10, cache_read_tokens: 4, reasoning_tokens: 2 },
          'succeeded',
        ]);
        return '0.0125';
      },
    },
  );
  expect(types).toEqual(['created', 'started', 'usage_recorded', 'usage_recorded', 'charged', 'succeeded']);
  const usage = events.filter(({ type }) => type === 'task.usage_recorded');
  expect(usage.map(({ id }) => id.replace(/^call-\w+/, ''))).toEqual(['-usage-0', '-usage-1']);
  expect(dataOf(events, 'task.charged')[0]).toMatchObject({ amount_credits: '0.0125' });
});

test('a stream is told when it is read to its end; one that is aborted is canceled', async () => {
  const stream = (chunks: Part[], controller?: AbortController) =>
    told(async (telemetry) => {
      const result = streamText({
        model: modelOf({ doStream: { stream: simulateReadableStream({ chunks }) } }),
        prompt: 'Hi',
        ...(controller === undefined ? {} : { abortSignal: controller.signal }),
        telemetry,
      });
      for await (const _delta of result.textStream) controller?.abort(new Error('The user left.'));
    });
  expect((await stream(whole)).types).toEqual(['created', 'started', 'usage_recorded', 'succeeded']);
  expect((await stream(whole, new AbortController())).types).toEqual(['created', 'started', 'canceled']);
});

test('a stream of which time is up has failed, and so has one that the provider breaks off', async () => {
  const timedOut = await told(async (telemetry) => {
    const controller = new AbortController();
    const result = streamText({
      model: modelOf({ doStream: { stream: simulateReadableStream({ chunks: whole }) } }),
      prompt: 'Hi',
      abortSignal: controller.signal,
      telemetry,
    });
    // As AbortSignal.timeout does it.
    for await (const _delta of result.textStream) controller.abort(new DOMException('late', 'TimeoutError'));
  });
  expect(dataOf(timedOut.events, 'task.failed')).toEqual([
    { error: { code: 'timeout', message: 'The model took too long.', retryable: true } },
  ]);
  const broken = await told(async (telemetry) => {
    const chunks = parts({ type: 'error', error: new Error('secret') });
    const result = streamText({
      model: modelOf({ doStream: { stream: simulateReadableStream({ chunks }) } }),
      prompt: 'Hi',
      onError: () => {},
      telemetry,
    });
    await result.consumeStream();
  });
  expect(broken.types.at(-1)).toBe('failed');
  expect(JSON.stringify(broken.events)).not.toContain('secret');
});

test('an answer of the provider that is an error has the name that the contract has for it', async () => {
  const { APICallError } = await import('ai');
  const failed = async (statusCode: number) => {
    const error = new APICallError({
      message: 'secret',
      url: 'https://provider.example.com',
      requestBodyValues: { prompt: 'secret' },
      statusCode,
    });
    const doGenerate = () => Promise.reject(error);
    const { events, outcome } = await told((telemetry) =>
      generateText({ model: modelOf({ doGenerate }), prompt: 'secret', maxRetries: 0, telemetry }),
    );
    expect(outcome).toBe(error);
    expect(JSON.stringify(events)).not.toContain('secret');
    return dataOf(events, 'task.failed')[0];
  };
  expect(await failed(429)).toEqual({
    error: {
      code: 'rate_limited',
      message: 'The provider answered with status 429.',
      retryable: true,
      details: { status: 429 },
    },
  });
  expect(await failed(401)).toMatchObject({ error: { code: 'unauthorized', retryable: false } });
  expect(await failed(503)).toMatchObject({ error: { code: 'service_unavailable', retryable: true } });
});

test('an aborted text is canceled; an object that is none has failed, with what it used', async () => {
  const controller = new AbortController();
  const aborted = await told((telemetry) => {
    const doGenerate = async () => {
      controller.abort();
      controller.signal.throwIfAborted();
      return answer('');
    };
    return generateText({
      model: modelOf({ doGenerate }),
      prompt: 'Hi',
      abortSignal: controller.signal,
      telemetry,
    });
  });
  expect(aborted.types).toEqual(['created', 'started', 'canceled']);
  expect((aborted.outcome as Error).name).toBe('AbortError');

  const noObject = await told((telemetry) =>
    generateObject({
      model: modelOf({ doGenerate: answer('no JSON') }),
      schema: jsonSchema({ type: 'object' }),
      prompt: 'Hi',
      telemetry,
    }),
  );
  expect(noObject.types).toEqual(['created', 'started', 'usage_recorded', 'failed']);
  expect(dataOf(noObject.events, 'task.failed')[0]).toMatchObject({ error: { code: 'no_object_generated' } });
});

test('an output that is cut is a success with a warning; an embedding has its tokens', async () => {
  const cut = await told((telemetry) =>
    generateText({ model: modelOf({ doGenerate: answer('Fo', 'length') }), prompt: 'Hi', telemetry }),
  );
  expect(dataOf(cut.events, 'task.succeeded')[0]).toMatchObject({ warnings: [{ code: 'output_cut' }] });
  const embedded = await told((telemetry) =>
    embed({
      model: new MockEmbeddingModelV4({
        modelId: 'aurora-embed',
        doEmbed: async () => ({ embeddings: [[0.1]], usage: { tokens: 3 }, warnings: [] }),
      }),
      value: 'Fog',
      telemetry,
    }),
  );
  expect(embedded.types).toEqual(['created', 'started', 'usage_recorded', 'succeeded']);
  expect(dataOf(embedded.events, 'task.usage_recorded')).toEqual([{ input_tokens: 3 }]);
});

test('whatever throws here, the call is answered as ever, and the rest is told', async () => {
  const bad = (options: Omit<AiTelemetryOptions, 'reporter'>) =>
    told(
      (telemetry) =>
        generateText({
          model: modelOf({ doGenerate: answer('x'.repeat(2 ** 20)) }),
          prompt: 'Hi',
          telemetry,
        }).then(({ text }) => text.length),
      options,
    );
  const described = await bad({
    describe: () => {
      throw new Error('no description');
    },
  });
  expect([described.outcome, described.types, String(described.faults)]).toEqual([
    2 ** 20,
    [],
    'Error: no description',
  ]);
  // A number is no amount, and the output is larger than an event may be.
  const priced = await bad({ cost: () => 0.1 as never, recordOutput: true });
  expect([priced.outcome, priced.types]).toEqual([
    2 ** 20,
    ['created', 'started', 'usage_recorded', 'succeeded'],
  ]);
  expect(priced.faults.map(String)).toEqual([
    expect.stringContaining('a float loses cents'),
    expect.stringContaining('1 MiB is the most'),
  ]);
  const deaf = await bad({
    cost: () => 'a lot',
    onError: () => {
      throw new Error('deaf');
    },
  });
  expect([deaf.outcome, deaf.types.at(-1)]).toEqual([2 ** 20, 'succeeded']);
});
