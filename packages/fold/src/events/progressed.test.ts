import type { EventData } from '@taskfold/contract';
import { describe, expect, it } from 'vitest';
import { asLog, at, foldHistory, sampleEvent } from '../testing/index.ts';

function progressed(id: string, second: number, data: EventData<'task.progressed'>, source = '/worker') {
  return sampleEvent('task.progressed', data, { id, source, time: at(second) });
}

describe('task.progressed', () => {
  it('shows the newest as a whole', () => {
    const { state, results } = foldHistory(
      asLog([
        progressed('a', 1, { percent: 10, stage: 'render', message: 'Hm.' }),
        progressed('b', 2, { percent: 5 }),
      ]),
    );
    expect(state.progress).toEqual({
      key: { time: at(2), source: '/worker', id: 'b' },
      percent: 5,
      stage: null,
      message: null,
    });
    expect(results.map(({ changed }) => changed)).toEqual([{ percent: 10, stage: 'render' }, { percent: 5 }]);
  });

  it('orders equal times by source, then by id', () => {
    const { results } = foldHistory(
      asLog([
        progressed('b', 1, { percent: 1 }, '/worker/1'),
        progressed('a', 1, { percent: 2 }, '/worker/1'),
        progressed('a', 1, { percent: 3 }, '/worker/2'),
        progressed('z', 1, { percent: 4 }, '/worker/1'),
      ]),
    );
    expect(results.map(({ disposition }) => disposition)).toEqual(['applied', 'stale', 'applied', 'stale']);
  });

  it('is a duplicate while it stands, and stale once a newer one does', () => {
    const first = progressed('a', 1, { percent: 1 });
    const { results } = foldHistory(asLog([first, first, progressed('b', 2, { percent: 2 }), first]));
    expect(results.map(({ disposition }) => disposition)).toEqual([
      'applied',
      'duplicate',
      'applied',
      'stale',
    ]);
  });

  it('takes the earlier start of a stage from an older event, and that alone', () => {
    const { state, results } = foldHistory(
      asLog([
        progressed('b', 20, { percent: 50, stage: 'render' }),
        progressed('a', 10, { percent: 5, stage: 'render' }),
        progressed('c', 15, { percent: 20, stage: 'render' }),
      ]),
    );
    expect(state.progress?.percent).toBe(50);
    expect(state.stages).toEqual([{ stage: 'render', at: at(10) }]);
    expect(results[1]).toMatchObject({ disposition: 'applied', changed: { stage_started: 'render' } });
    expect(results[2]?.disposition).toBe('stale');
  });
});
