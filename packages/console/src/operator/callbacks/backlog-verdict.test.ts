import { expect, test } from 'vitest';
import { backlogVerdict } from './backlog-verdict.ts';

test.each([
  [{ ready: 0, leased: 0, waiting: 0, oldest_ready_seconds: 0 }, 'Callers are told'],
  [{ ready: 40, leased: 8, waiting: 0, oldest_ready_seconds: 0.4 }, 'Callers are told'],
  [{ ready: 0, leased: 0, waiting: 2, oldest_ready_seconds: 0 }, 'Some hosts do not take their callbacks'],
  [{ ready: 3, leased: 0, waiting: 2, oldest_ready_seconds: 90 }, 'Callbacks have been due for 1 min 30 s'],
])('%j: %s', (owed, title) => {
  expect(backlogVerdict({ object: 'callback_backlog', ...owed, hosts: [] }).title).toBe(title);
});

test('where callbacks are late it matters whether anybody makes any', () => {
  const owed = {
    object: 'callback_backlog' as const,
    ready: 3,
    waiting: 0,
    oldest_ready_seconds: 90,
    hosts: [],
  };
  expect(backlogVerdict({ ...owed, leased: 0 }).says).toContain('Nobody makes any');
  expect(backlogVerdict({ ...owed, leased: 5 }).says).toContain('They are made');
});
