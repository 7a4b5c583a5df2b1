import { createRequire } from 'node:module';
import { expect, test, vi } from 'vitest';

interface RequestQueue {
  scheduleCheckPendingRequests(): void;
  readonly pending: object[];
  destroy(): void;
}

// The queue is no part of what kafkajs exports.
const RequestQueue: new (options: object) => RequestQueue = createRequire(import.meta.url)(
  'kafkajs/src/network/requestQueue',
);

test('kafkajs is patched: a connection with nothing to send sets no timer, one that has something does', () => {
  vi.useFakeTimers();
  const queue = new RequestQueue({
    maxInFlightRequests: 1,
    requestTimeout: 1000,
    enforceRequestTimeout: false,
    logger: { debug: () => {} },
  });
  queue.scheduleCheckPendingRequests();
  expect(vi.getTimerCount(), 'run `npm install`, which applies packages/kafka/patches').toBe(0);
  queue.pending.push({});
  queue.scheduleCheckPendingRequests();
  expect(vi.getTimerCount()).toBe(1);
  queue.destroy();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});
