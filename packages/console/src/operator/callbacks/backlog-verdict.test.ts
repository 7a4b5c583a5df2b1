import { expect, test } from 'vitest';
import type { Breaker, OwedHost } from '../ask/operations.ts';
import { backlogVerdict } from './backlog-verdict.ts';

const NOTHING = {
  object: 'callback_backlog' as const,
  ...{ ready: 0, leased: 0, waiting: 0, oldest_ready_seconds: 0, hosts: [], breakers: [] },
};

test.each([
  [{ ready: 0, leased: 0, waiting: 0, oldest_ready_seconds: 0 }, 'Callers are told'],
  [{ ready: 40, leased: 8, waiting: 0, oldest_ready_seconds: 0.4 }, 'Callers are told'],
  [{ ready: 0, leased: 0, waiting: 2, oldest_ready_seconds: 0 }, 'Some hosts do not take their callbacks'],
  [{ ready: 3, leased: 0, waiting: 2, oldest_ready_seconds: 90 }, 'Callbacks have been due for 1 min 30 s'],
])('%j: %s', (owed, title) => {
  expect(backlogVerdict({ ...NOTHING, ...owed }).title).toBe(title);
});

test('where callbacks are late it matters whether anybody makes any', () => {
  const owed = { ...NOTHING, ready: 3, oldest_ready_seconds: 90 };
  expect(backlogVerdict({ ...owed, leased: 0 }).says).toContain('Nobody makes any');
  expect(backlogVerdict({ ...owed, leased: 5 }).says).toContain('They are made');
});

test('what is late to hosts that do not answer is their fault, and nobody else is taken for at fault', () => {
  const host = (name: string, seconds: number): OwedHost => ({
    ...{ host: name, ready: 2, leased: 0, waiting: 0, oldest_ready_seconds: seconds },
    ...{ next_due_at: null, last_failure: null },
  });
  const time = '2026-11-30T03:00:00.000Z';
  const breaker = (name: string): Breaker => ({
    ...{ host: name, state: 'open', failures: 5, last_error: 'timeout', processor: 'processor-1' },
    ...{ opened_at: time, rests_until: time, noted_at: time },
  });
  const owed = { ...NOTHING, ready: 4, oldest_ready_seconds: 90, breakers: [breaker('away.example')] };
  const [away, good, late] = [host('away.example', 90), host('good.example', 1), host('good.example', 70)];
  expect(backlogVerdict({ ...owed, hosts: [away, good] })).toMatchObject({
    tone: 'canceled',
    title: 'One host does not answer',
  });
  expect(backlogVerdict({ ...owed, hosts: [away, late] }).tone).toBe('failed');
  // The oldest is of a host that is not listed.
  expect(backlogVerdict({ ...owed, oldest_ready_seconds: 900, hosts: [away, good] }).tone).toBe('failed');
  const both = [breaker('away.example'), breaker('away.example'), breaker('lost.example')];
  expect(backlogVerdict({ ...NOTHING, breakers: both }).title).toBe('2 hosts do not answer');
});
