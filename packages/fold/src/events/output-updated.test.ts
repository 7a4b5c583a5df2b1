import { describe, expect, it } from 'vitest';
import { asLog, at, foldHistory, jsonText, sampleEvent } from '../testing/index.ts';

function updated(id: string, second: number) {
  return sampleEvent(
    'task.output_updated',
    { output: jsonText(`{"from":"${id}"}`) },
    { id, time: at(second) },
  );
}

describe('task.output_updated', () => {
  it('shows the newest', () => {
    const { state, results } = foldHistory(
      asLog([updated('b', 2), updated('a', 1), updated('c', 3), updated('c', 3)]),
    );
    expect(state.output).toMatchObject({ final: false, text: '{"from":"c"}' });
    expect(results.map(({ disposition }) => disposition)).toEqual([
      'applied',
      'stale',
      'applied',
      'duplicate',
    ]);
    expect(results[0]?.changed).toEqual({ output: true });
  });

  it('gives way to the output of the end, however new it is', () => {
    const succeeded = sampleEvent('task.succeeded', { output: jsonText('{"from":"end"}') }, { time: at(5) });
    const { state, results } = foldHistory(asLog([updated('a', 9), succeeded, updated('b', 10)]));
    expect(state.output).toMatchObject({ final: true, text: '{"from":"end"}' });
    expect(results.map(({ disposition }) => disposition)).toEqual(['applied', 'applied', 'stale']);
  });

  it('still folds after an end that brought none', () => {
    const succeeded = sampleEvent('task.succeeded', {}, { time: at(5) });
    const { state } = foldHistory(asLog([updated('a', 1), succeeded, updated('b', 2)]));
    expect(state.output).toMatchObject({ final: false, text: '{"from":"b"}' });
  });
});
