import type { Callback } from '@taskfold/client';
import { expect, test } from 'vitest';
import { sampleTask } from '../../testing/sample-task.ts';
import { toCancel, toRedeliver } from './bulk-items.ts';

const AT = '2026-01-01T00:00:00.000Z';
const callback: Callback = {
  url: 'https://hooks.example/',
  status: 'failed',
  attempt_count: 1,
  delivered_at: null,
  last_error: 'timeout',
  next_attempt_at: null,
  last_status_code: null,
};

test.each([
  [sampleTask(), null],
  [sampleTask({ status: 'running' }), null],
  [sampleTask({ completed_at: AT }), 'ended already'],
  [sampleTask({ cancel_requested_at: AT }), 'asked to end already'],
  [undefined, 'not in the list any more'],
])('asks %o to end: %s', (task, skipped) => {
  expect(toCancel('t', task)).toEqual({ id: 't', skipped });
});

test.each([
  [sampleTask({ completed_at: AT, callback }), null],
  [sampleTask({ completed_at: AT, callback: { ...callback, status: 'delivered' } }), null],
  [sampleTask({ callback }), 'not ended yet'],
  [sampleTask({ completed_at: AT }), 'nobody asked to be called back'],
  [sampleTask({ completed_at: AT, callback: { ...callback, url: null } }), 'erased, and the address with it'],
  [undefined, 'not in the list any more'],
])('tells of %o again: %s', (task, skipped) => {
  expect(toRedeliver('t', task)).toEqual({ id: 't', skipped });
});
