import type { KafkaFault } from '@taskfold/kafka';
import { createHealth } from '@taskfold/runtime';
import { expect, test } from 'vitest';
import { watchKafka } from './watch-kafka.ts';

const REFUSED: KafkaFault = { kind: 'refused', sentence: 'The password is wrong.' };
const AWAY: KafkaFault = { kind: 'away', sentence: 'Nobody listens.' };

/** A clock and a connection that are set by hand. */
function watched() {
  const state = { now: 0, failures: [] as string[] };
  const health = createHealth({ required: ['kafka'] });
  let report: (fault: KafkaFault | null) => void = () => {};
  const { waiting } = watchKafka({
    kafka: {
      watchConnection: async (options) => {
        report = options.report;
      },
    },
    health,
    note: () => {},
    fail: (error) => void state.failures.push(error.message),
    signal: new AbortController().signal,
    now: () => state.now,
  });
  return {
    state,
    waiting,
    seen: (fault: KafkaFault | null, atSeconds: number) => {
      state.now = atSeconds * 1000;
      report(fault);
    },
    check: () => health.readiness().checks.kafka,
  };
}

test('shows the fault of the connection before what else is waited for', () => {
  const { waiting, seen, check } = watched();
  expect(check()).toEqual({ ok: false, reason: 'starting' });
  waiting('the topic does not exist');
  seen(REFUSED, 1);
  expect(check()).toEqual({ ok: false, reason: 'The password is wrong.' });
  seen(null, 2);
  expect(check()).toEqual({ ok: false, reason: 'the topic does not exist' });
  waiting(null);
  expect(check()).toEqual({ ok: true, reason: 'reachable' });
});

test('a process that was never let in ends after it has shown why for a while', () => {
  const { state, seen } = watched();
  seen(REFUSED, 1);
  seen(REFUSED, 4);
  expect(state.failures).toEqual([]);
  seen(REFUSED, 5);
  expect(state.failures).toEqual(['Kafka cannot be reached. The password is wrong.']);
});

test('one that was let in before waits, and so does one whose Kafka is away', () => {
  const { state, seen } = watched();
  seen(AWAY, 1);
  seen(AWAY, 1000);
  seen(REFUSED, 1001);
  seen(AWAY, 1010);
  seen(REFUSED, 1025);
  seen(null, 1030);
  seen(REFUSED, 1031);
  seen(REFUSED, 9000);
  expect(state.failures).toEqual([]);
});
