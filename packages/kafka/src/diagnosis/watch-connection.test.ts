import { createLogger } from '@taskfold/runtime';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { KafkaFault } from './fault.ts';
import { watchConnection } from './watch-connection.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A connection whose state is set by hand. */
function watched() {
  const state: { fault: KafkaFault | null; looks: number; lines: string[] } = {
    fault: null,
    looks: 0,
    lines: [],
  };
  const stopping = new AbortController();
  const logger = createLogger({
    service: 'test',
    level: 'info',
    destination: { write: (line) => void state.lines.push(JSON.parse(line).msg) },
  });
  const reported: (string | null)[] = [];
  const { suspect, ended } = watchConnection({
    diagnose: async () => {
      state.looks += 1;
      return state.fault;
    },
    report: (fault) => void reported.push(fault?.sentence ?? null),
    logger,
    signal: stopping.signal,
  });
  return { state, reported, suspect, stop: () => stopping.abort(), ended };
}

test('looks when a connection ends, and every two seconds while something is wrong; the log has it once', async () => {
  const { state, reported, suspect, stop, ended } = watched();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(state.looks).toBe(1);
  state.fault = { kind: 'away', sentence: 'Nobody listens.' };
  suspect();
  await vi.advanceTimersByTimeAsync(7000);
  expect(state.looks).toBe(5);
  state.fault = null;
  await vi.advanceTimersByTimeAsync(2000);
  expect(reported).toEqual([null, ...Array<string>(4).fill('Nobody listens.'), null]);
  expect(state.lines).toEqual(['Kafka cannot be reached. Nobody listens.', 'Kafka is reached again.']);
  stop();
  await ended;
});

test('looks now and then where no connection ends, and many ends are one look', async () => {
  const { state, suspect, stop, ended } = watched();
  await vi.advanceTimersByTimeAsync(61_500);
  expect(state.looks).toBe(3);
  for (let end = 0; end < 50; end++) suspect();
  await vi.advanceTimersByTimeAsync(2000);
  expect(state.looks).toBeLessThanOrEqual(5);
  stop();
  await ended;
});
