import { createLogger } from '@taskfold/runtime';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ConsumeOptions } from '../port.ts';
import { RunningConsumer } from './running-consumer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

type Listener = (event: { readonly payload: unknown }) => void;

/** A consumer of kafkajs that does what the test says. */
async function started(options: Partial<ConsumeOptions> = {}) {
  const listeners = new Map<string, Listener>();
  const runs: Parameters<Consumer['run']>[0][] = [];
  const consumer = {
    events: { GROUP_JOIN: 'join', REBALANCING: 'rebalancing', FETCH: 'fetch', CRASH: 'crash' },
    on: (name: string, listener: Listener) => void listeners.set(name, listener),
    run: async (config: Parameters<Consumer['run']>[0]) => void runs.push(config),
    pause: () => {},
    resume: () => {},
    seek: () => {},
  };
  const crashes: Error[] = [];
  const stopping = new AbortController();
  const running = new RunningConsumer(
    consumer as unknown as Consumer,
    {
      topic: 'events',
      onBatch: async () => {},
      onCrash: (error) => void crashes.push(error),
      ...options,
    },
    { concurrency: 2, restMs: 0 },
    createLogger({ service: 'test', level: 'silent' }),
    stopping.signal,
  );
  await running.start();
  const crash = (error: Error) => listeners.get('crash')?.({ payload: { error, restart: false } });
  listeners.get('join')?.({ payload: { memberAssignment: { events: [0, 1] } } });
  await vi.advanceTimersByTimeAsync(0);
  return { runs, crashes, crash, stopping, running };
}

function payloadOf(harm: Partial<EachBatchPayload> = {}): EachBatchPayload {
  const message = { offset: '0', timestamp: '0', key: null, value: Buffer.from('x'), attributes: 0, size: 1 };
  const batch = {
    topic: 'events',
    partition: 0,
    highWatermark: '1',
    fetchedOffset: '0',
    messages: [message],
    rawMessages: [message],
    undecodable: null,
    firstOffset: () => '0',
    lastOffset: () => '0',
  };
  const payload = {
    batch,
    heartbeat: async () => {},
    resolveOffset: () => {},
    isRunning: () => true,
    isStale: () => false,
    ...harm,
  };
  return payload as unknown as EachBatchPayload;
}

const fail = (): never => {
  throw new TypeError('a fault of somebody');
};

test.each([
  ['onFetched', { onFetched: fail }, {}],
  ['onBatch', { onBatch: async () => fail() }, {}],
  ['onBatch and onError', { onBatch: async () => fail(), onError: fail }, {}],
  ['kafkajs, asked to move its offset', {}, { resolveOffset: fail }],
] as const)(
  'nothing that %s throws reaches kafkajs, and the partition goes on',
  async (_who, options, harm) => {
    const handled: number[] = [];
    const { runs, running } = await started({
      onBatch: async () => void handled.push(1),
      ...options,
    });
    const eachBatch = runs[0]?.eachBatch;
    await expect(eachBatch?.(payloadOf(harm))).resolves.toBeUndefined();
    await running.ended();
    await vi.advanceTimersByTimeAsync(60_000);
    await expect(eachBatch?.(payloadOf())).resolves.toBeUndefined();
    await running.ended();
    if (!('onBatch' in options)) expect(handled).toEqual([1, 1]);
  },
);

test('a batch that cannot even be taken over is told of, and tried again', async () => {
  const told: unknown[] = [];
  const { runs } = await started({
    onError(error) {
      told.push(error);
      return 'retry';
    },
  });
  const payload = payloadOf();
  Object.assign(payload.batch, { highWatermark: '9007199254740993' });
  await expect(runs[0]?.eachBatch?.(payload)).resolves.toBeUndefined();
  expect(told).toEqual([expect.any(RangeError)]);
});

test('an end for a reason that nobody knows begins anew, later and later, and ends no process', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.9);
  const troubles: Error[] = [];
  const { runs, crashes, crash } = await started({ onTrouble: (error) => void troubles.push(error) });
  for (let time = 1; time <= 8; time++) {
    crash(new TypeError('a fault of kafkajs'));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(runs).toHaveLength(1 + time);
  }
  crash(new TypeError('a fault of kafkajs'));
  await vi.advanceTimersByTimeAsync(1000);
  expect(runs).toHaveLength(9);
  expect(troubles).toHaveLength(9);
  expect(crashes).toEqual([]);
});

test('a password that the broker takes no more is waited for', async () => {
  const { runs, crashes, crash } = await started({ onTrouble: () => {} });
  const refused = Object.assign(new Error('invalid credentials'), { type: 'SASL_AUTHENTICATION_FAILED' });
  crash(Object.assign(new Error('wrapped', { cause: refused }), { name: 'KafkaJSSASLAuthenticationError' }));
  await vi.advanceTimersByTimeAsync(30_000);
  expect(runs).toHaveLength(2);
  expect(crashes).toEqual([]);
});

test('what the broker refuses is the end, and so is a stop', async () => {
  const { runs, crashes, crash, stopping } = await started({ onTrouble: () => {} });
  const refused = Object.assign(new Error('Not authorized'), { type: 'TOPIC_AUTHORIZATION_FAILED' });
  crash(new Error('wrapped', { cause: refused }));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(crashes).toHaveLength(1);
  crash(new TypeError('a fault of kafkajs'));
  stopping.abort();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(runs).toHaveLength(1);
});
