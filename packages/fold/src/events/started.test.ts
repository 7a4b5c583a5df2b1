import type { EventData } from '@taskfold/contract';
import { describe, expect, it } from 'vitest';
import { asLog, at, foldHistory, sampleEvent } from '../testing/index.ts';

function started(id: string, second: number, data: EventData<'task.started'> = {}) {
  return sampleEvent('task.started', data, { id, time: at(second) });
}

function dispositions(...events: ReturnType<typeof started>[]) {
  return foldHistory(asLog(events)).results.map(({ disposition }) => disposition);
}

describe('task.started', () => {
  it('keeps the earliest start, the highest attempt and the newest model', () => {
    const { state, results } = foldHistory(
      asLog([
        started('b', 20, { attempt: 2, resolved_model: 'm-2' }),
        started('a', 10, { attempt: 1, resolved_model: 'm-1' }),
        started('c', 30, { resolved_model: 'm-3' }),
      ]),
    );
    expect(state).toMatchObject({ status: 'running', startedAt: at(10), attempt: 2 });
    expect(state.resolvedModel).toEqual({ key: { time: at(30), source: '/worker', id: 'c' }, value: 'm-3' });
    expect(results.map(({ changed }) => changed)).toEqual([
      { status: 'running', started_at: at(20), attempt: 2, resolved_model: 'm-2' },
      { started_at: at(10) },
      { resolved_model: 'm-3' },
    ]);
  });

  it('leaves the attempt unknown until one is named', () => {
    expect(foldHistory(asLog([started('a', 1)])).state.attempt).toBeNull();
  });

  it('is a duplicate when it says again what is kept', () => {
    const first = started('a', 10, { attempt: 1 });
    const second = started('b', 20, { attempt: 2, resolved_model: 'm' });
    expect(dispositions(first, first, second, second, first)).toEqual([
      'applied',
      'duplicate',
      'applied',
      'duplicate',
      'duplicate',
    ]);
  });

  it('is stale when an earlier start and a higher attempt stand', () => {
    expect(
      dispositions(started('a', 10, { attempt: 2 }), started('b', 20), started('c', 20, { attempt: 1 })),
    ).toEqual(['applied', 'stale', 'stale']);
  });

  it('folds after the end as before it, and the status stays', () => {
    const canceled = sampleEvent('task.canceled', {}, { time: at(5) });
    const { state, results } = foldHistory(asLog([canceled, started('a', 1, { attempt: 1 })]));
    expect(state).toMatchObject({ status: 'canceled', startedAt: at(1), attempt: 1, revision: 2 });
    expect(results[1]?.changed).toEqual({ started_at: at(1), attempt: 1 });
  });
});
