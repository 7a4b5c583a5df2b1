import { NEED_NAMES } from '@taskfold/contract';
import { expect, test } from 'vitest';
import { sampleTask } from '../testing/sample-task.ts';
import { needsOf, QUEUES, timeFilters } from './need-kinds.ts';
import { whyText } from './why.ts';

const NOW = Date.parse('2026-01-02T00:00:00Z');

test('each need of the contract has a queue of its own', () => {
  const own = QUEUES.filter((queue) => needsOf(queue).length === 1);
  expect(own.toSorted()).toEqual([...NEED_NAMES].sort());
  expect(own.flatMap(needsOf)).toEqual(own);
});

test('the days are asked for by the time that counts', () => {
  const days = { first: '2026-01-01', last: '2026-01-01' };
  expect(timeFilters('undelivered', days)).toEqual({
    entry_after: '2026-01-01T00:00:00Z',
    entry_before: '2026-01-02T00:00:00Z',
  });
  expect(Object.keys(timeFilters('callback', days))).toEqual(['completed_after', 'completed_before']);
  expect(Object.keys(timeFilters('attention', days))).toEqual(['created_after', 'created_before']);
  expect(timeFilters('attention', null)).toEqual({});
});

test('why a task is in a queue is said of that task', () => {
  const error = { code: 'out_of_memory', message: '', retryable: true, param: null, details: null };
  expect(whyText('refund', sampleTask({ status: 'failed', error }), NOW)).toBe(
    'failed (out_of_memory), no refund',
  );
  expect(whyText('refund', sampleTask({ status: 'canceled' }), NOW)).toBe('canceled, no refund');
  const callback = {
    url: null,
    status: 'failed',
    attempt_count: 3,
    delivered_at: null,
    last_error: 'refused',
    next_attempt_at: null,
    last_status_code: 503,
  } as const;
  expect(whyText('callback', sampleTask({ callback }), NOW)).toBe(
    'caller not told, 3 attempts: the receiver answered 503',
  );
  const withoutAnswer = { ...callback, attempt_count: 1, last_status_code: null };
  expect(whyText('callback', sampleTask({ callback: withoutAnswer }), NOW)).toBe(
    'caller not told, 1 attempt: refused',
  );
  expect(whyText('attention', sampleTask({ deadline_at: '2026-01-01T22:00:00Z' }), NOW)).toBe(
    'deadline passed 2 h ago',
  );
  expect(whyText('attention', sampleTask({ deadline_at: '2026-01-03T22:00:00Z' }), NOW)).toBe(
    'nothing changed for 1 d',
  );
});
