import type { EventData } from '@taskfold/contract';
import { describe, expect, it } from 'vitest';
import { asLog, at, foldHistory, sampleEvent } from '../testing/index.ts';

function attempted(
  attempt: number,
  outcome: EventData<'task.callback_attempted'>['outcome'],
  second: number,
  more: Partial<EventData<'task.callback_attempted'>> = {},
) {
  const data = { delivery_id: 'd1', type: 'task.succeeded' as const, attempt, outcome, ...more };
  return sampleEvent('task.callback_attempted', data, {
    id: `${data.delivery_id}:${attempt}`,
    source: '/taskfold/callbacks',
    time: at(second),
  });
}

describe('task.callback_attempted', () => {
  it('shows the highest attempt, whatever order they come in', () => {
    const { state, results } = foldHistory(
      asLog([
        attempted(2, 'retrying', 20, { status_code: 500, error: 'http_5xx', next_attempt_at: at(60) }),
        attempted(1, 'retrying', 10),
        attempted(2, 'retrying', 20),
      ]),
    );
    expect(state.callbacks).toEqual([
      {
        type: 'task.succeeded',
        key: { time: at(20), source: '/taskfold/callbacks', id: 'd1:2' },
        deliveryId: 'd1',
        attempt: 2,
        outcome: 'retrying',
        statusCode: 500,
        error: 'http_5xx',
        nextAttemptAt: at(60),
        deliveredAt: null,
      },
    ]);
    expect(results.map(({ disposition }) => disposition)).toEqual(['applied', 'stale', 'duplicate']);
    expect(results[0]?.changed).toEqual({ callback: 'task.succeeded', attempt: 2, outcome: 'retrying' });
  });

  it('keeps the earliest delivery when later attempts fail, or are known first', () => {
    const delivered = attempted(1, 'delivered', 10);
    const again = attempted(2, 'delivered', 20);
    const exhausted = attempted(3, 'exhausted', 30);
    for (const order of [
      [delivered, again, exhausted],
      [exhausted, again, delivered],
    ]) {
      const { state, results } = foldHistory(asLog(order));
      expect(state.callbacks[0]).toMatchObject({ attempt: 3, outcome: 'exhausted', deliveredAt: at(10) });
      expect(results.map(({ disposition }) => disposition)).toEqual(['applied', 'applied', 'applied']);
    }
  });

  it('decides between equal attempts by the key of the event', () => {
    const { state } = foldHistory(asLog([attempted(1, 'gone', 20), attempted(1, 'blocked', 10)]));
    expect(state.callbacks[0]?.outcome).toBe('gone');
  });

  it('keeps each type apart, sorted', () => {
    const { state } = foldHistory(
      asLog([
        attempted(1, 'delivered', 1, { type: 'task.succeeded', delivery_id: 'd2' }),
        attempted(1, 'retrying', 1, { type: 'task.settled', delivery_id: 'd3' }),
      ]),
    );
    expect(state.callbacks.map(({ type, outcome }) => [type, outcome])).toEqual([
      ['task.settled', 'retrying'],
      ['task.succeeded', 'delivered'],
    ]);
  });
});
