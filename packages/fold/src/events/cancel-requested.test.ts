import { describe, expect, it } from 'vitest';
import { asLog, at, foldHistory, sampleEvent } from '../testing/index.ts';

function requested(id: string, second: number, reason?: string) {
  return sampleEvent('task.cancel_requested', { reason }, { id, time: at(second) });
}

describe('task.cancel_requested', () => {
  it('keeps the earliest with its own reason', () => {
    const { state, results } = foldHistory(
      asLog([
        requested('b', 20, 'Too slow.'),
        requested('c', 30, 'Really.'),
        requested('a', 10),
        requested('a', 10),
      ]),
    );
    expect(state.cancelRequest).toEqual({ key: { time: at(10), source: '/worker', id: 'a' }, reason: null });
    expect(results.map(({ disposition }) => disposition)).toEqual([
      'applied',
      'stale',
      'applied',
      'duplicate',
    ]);
    expect(results[0]?.changed).toEqual({ cancel_requested_at: at(20) });
    expect(state.status).toBe('queued');
  });
});
