import { createRequire } from 'node:module';
import { describe, expect, test, vi } from 'vitest';
import { completeKafkajs } from './kafkajs-internals.ts';

const MISSING = 'run `npm install`, which applies packages/kafka/patches';
// None of these is a part of what kafkajs exports.
const require = createRequire(import.meta.url);
const MISSING_TOPIC = { type: 'UNKNOWN_TOPIC_OR_PARTITION' };

interface RequestQueue {
  scheduleCheckPendingRequests(): void;
  readonly pending: object[];
  destroy(): void;
}

test('kafkajs is patched: a connection with nothing to send sets no timer, one that has something does', () => {
  const RequestQueue: new (options: object) => RequestQueue = require('kafkajs/src/network/requestQueue');
  vi.useFakeTimers();
  const queue = new RequestQueue({
    maxInFlightRequests: 1,
    requestTimeout: 1000,
    enforceRequestTimeout: false,
    logger: { debug: () => {} },
  });
  queue.scheduleCheckPendingRequests();
  expect(vi.getTimerCount(), MISSING).toBe(0);
  queue.pending.push({});
  queue.scheduleCheckPendingRequests();
  expect(vi.getTimerCount()).toBe(1);
  queue.destroy();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test('kafkajs is patched: it leaves record sets as they came to who reads them', async () => {
  completeKafkajs();
  const Decoder: new (bytes: Buffer) => object = require('kafkajs/src/protocol/decoder');
  const decodeMessages: (
    decoder: object,
  ) => Promise<unknown> = require('kafkajs/src/protocol/requests/fetch/v4/decodeMessages');
  const bytes = Buffer.from('no record set whatever');
  const size = Buffer.alloc(4);
  size.writeInt32BE(bytes.length);
  expect(await decodeMessages(new Decoder(Buffer.concat([size, bytes]))), MISSING).toEqual(bytes);
});

test('kafkajs is patched: what it waits for is broken off by a rebalance, and by nothing before it', async () => {
  interface Interruption {
    interrupt(error: Error): void;
    reset(): void;
    guard<Answer>(work: () => Promise<Answer>): Promise<Answer>;
  }
  const createInterruption: () => Interruption = require('kafkajs/src/consumer/interruption');
  const interruption = createInterruption();
  expect(await interruption.guard(async () => 'an answer')).toBe('an answer');
  const waits = interruption.guard(() => new Promise(() => {}));
  interruption.interrupt(new Error('rebalancing'));
  await expect(waits).rejects.toThrow('rebalancing');
  await expect(interruption.guard(async () => 'late')).rejects.toThrow('rebalancing');
  interruption.reset();
  expect(await interruption.guard(async () => 'again')).toBe('again');
});

describe('kafkajs is patched: of aborted transactions', () => {
  interface Message {
    readonly offset: string;
    readonly key: Buffer | null;
    readonly isControlRecord: boolean;
    readonly batchContext: { readonly producerId: string; readonly inTransaction: boolean };
  }
  const keepCommitted: (given: {
    messages: readonly Message[];
    abortedTransactions: readonly { readonly producerId: string; readonly firstOffset: string }[];
  }) => Message[] = require('kafkajs/src/consumer/filterAbortedMessages');
  const ABORT = Buffer.from([0, 0, 0, 0]);

  function message(offset: number, producer: number, options: Partial<Message> = {}): Message {
    const batchContext = { producerId: String(producer), inTransaction: true };
    return { offset: String(offset), key: null, isControlRecord: false, batchContext, ...options };
  }

  test('none shows, though a fetch begins inside of several', () => {
    const messages = [
      message(50, 2),
      message(51, 1),
      message(52, 2, { key: ABORT, isControlRecord: true }),
      message(53, 2),
    ];
    const abortedTransactions = [
      { producerId: '1', firstOffset: '10' },
      { producerId: '2', firstOffset: '20' },
    ];
    expect(keepCommitted({ messages, abortedTransactions }).map(({ offset }) => offset)).toEqual([
      '52',
      '53',
    ]);
  });

  test('none shows behind a record of data with the key that ends one', () => {
    const messages = [message(10, 1, { key: ABORT }), message(11, 1)];
    expect(
      keepCommitted({ messages, abortedTransactions: [{ producerId: '1', firstOffset: '10' }] }),
    ).toEqual([]);
  });
});

test('kafkajs is patched: a connection with a short session is not authenticated anew with every request', () => {
  const Connection: new (
    options: object,
  ) => {
    authenticatedAt: unknown;
    sessionLifetime: unknown;
    isAuthenticated(): boolean;
  } = require('kafkajs/src/network/connection');
  const Long: { fromValue(milliseconds: number): unknown } = require('kafkajs/src/utils/long');
  const silent = { namespace: () => silent, debug: () => {} };
  const connection = new Connection({ logger: silent, sasl: {} });
  const [seconds, nanoseconds] = process.hrtime();
  connection.sessionLifetime = Long.fromValue(10_000);
  const authenticated = (secondsAgo: number) => {
    connection.authenticatedAt = [seconds - secondsAgo, nanoseconds];
    return connection.isAuthenticated();
  };
  expect(authenticated(0), MISSING).toBe(true);
  expect(authenticated(7)).toBe(true);
  expect(authenticated(9)).toBe(false);
});

test('kafkajs is patched: a topic that was missing is joined for anew once it is there, for it may be another one', async () => {
  const group = {
    topicWasAway: false,
    joins: 0,
    isThere: false,
    cluster: {
      refreshMetadataIfNecessary: async () => {},
      refreshMetadata: async () => {
        if (!group.isThere) throw Object.assign(new Error('not hosted here'), MISSING_TOPIC);
      },
    },
    logger: { debug: () => {} },
    async joinAndSync() {
      group.joins++;
    },
    recoverFromFetch: (error: Error) => methods.recoverFromFetch.call(group, error),
    checkForStaleAssignment: () => {
      throw Object.assign(new Error('not hosted here'), MISSING_TOPIC);
    },
  };
  const methods: Record<'fetch' | 'recoverFromFetch', (argument: unknown) => Promise<unknown>> =
    require('kafkajs/src/consumer/consumerGroup').prototype;
  await expect(methods.fetch.call(group, '1'), MISSING).rejects.toThrow('not hosted here');
  expect(group.joins).toBe(0);
  group.isThere = true;
  expect(await methods.fetch.call(group, '1')).toEqual([]);
  expect(group.joins).toBe(1);
});

test('kafkajs is patched: a member that is told to join anew fetches nothing until it has, however often that fails', async () => {
  interface Runner {
    fetchManager: { start(): Promise<void> };
    running: boolean;
    readonly heartbeatTimer: NodeJS.Timeout;
    start(): Promise<void>;
  }
  const Runner: new (options: object) => Runner = require('kafkajs/src/consumer/runner');
  const seen: string[] = [];
  const joins = ['joined', 'no coordinator', 'no coordinator', 'joined'];
  const silent = {
    namespace: () => silent,
    debug: () => {},
    info: () => {},
    warn: () => {},
    error: () => {},
  };
  const runner = new Runner({
    logger: silent,
    instrumentationEmitter: { emit: () => {} },
    retry: { initialRetryTime: 1, retries: 5 },
    heartbeatInterval: 60_000,
    onCrash: (error: Error) => seen.push(`crash: ${error.message}`),
    consumerGroup: {
      connect: async () => {},
      getNodeIds: () => [],
      joinAndSync: async () => {
        const next = joins.shift() ?? 'one too many';
        seen.push(next);
        if (next !== 'joined') throw Object.assign(new Error(next), { retriable: true });
      },
    },
  });
  const fetches = [Object.assign(new Error('not a member'), { type: 'UNKNOWN_MEMBER_ID' }), null];
  const ended = Promise.withResolvers<void>();
  runner.fetchManager = {
    start: async () => {
      seen.push('fetches');
      const error = fetches.shift();
      if (error) throw error;
      runner.running = false;
      ended.resolve();
    },
  };
  await runner.start();
  await ended.promise;
  clearTimeout(runner.heartbeatTimer);
  expect(seen, MISSING).toEqual([
    'joined',
    'fetches',
    'no coordinator',
    'no coordinator',
    'joined',
    'fetches',
  ]);
});
