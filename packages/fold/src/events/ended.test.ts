import { describe, expect, it } from 'vitest';
import { asLog, at, foldHistory, jsonText, sampleEvent } from '../testing/index.ts';

const succeeded = sampleEvent(
  'task.succeeded',
  {
    output: jsonText('{"url":"🎉"}'),
    warnings: [{ code: 'slow', message: 'Slow.' }],
    resolved_model: 'm-2',
  },
  { id: 's', time: at(9) },
);
const failed = sampleEvent(
  'task.failed',
  {
    error: { code: 'out_of_memory', message: 'Too big.', retryable: true, details: jsonText('{"size":3.0}') },
  },
  { id: 'f', time: at(8) },
);
const canceled = sampleEvent('task.canceled', { reason: 'Asked.' }, { id: 'x', time: at(7) });

describe('terminal events', () => {
  it('task.succeeded brings output, warnings and the model', () => {
    const started = sampleEvent('task.started', { resolved_model: 'm-1' }, { time: at(1) });
    const { state, results } = foldHistory(asLog([started, succeeded]));
    expect(state).toMatchObject({
      status: 'succeeded',
      end: { key: { time: at(9) }, status: 'succeeded', error: null, reason: null },
      output: { final: true, text: '{"url":"🎉"}' },
      warnings: [{ code: 'slow', index: 0 }],
      resolvedModel: { value: 'm-2' },
    });
    expect(results[1]?.changed).toEqual({
      status: 'succeeded',
      output: true,
      warnings: 1,
      resolved_model: 'm-2',
    });
  });

  it('task.succeeded leaves a model that a newer start named', () => {
    const started = sampleEvent('task.started', { resolved_model: 'm-3' }, { time: at(10) });
    expect(foldHistory(asLog([started, succeeded])).state.resolvedModel?.value).toBe('m-3');
    expect(foldHistory(asLog([succeeded, started])).state.resolvedModel?.value).toBe('m-3');
  });

  it('task.failed brings its error, and leaves a partial output', () => {
    const partial = sampleEvent('task.output_updated', { output: jsonText('{}') });
    const { state, results } = foldHistory(asLog([partial, failed]));
    expect(state.end?.error).toEqual({
      code: 'out_of_memory',
      message: 'Too big.',
      retryable: true,
      param: null,
      details: '{"size":3.0}',
    });
    expect(state.output?.text).toBe('{}');
    expect(results[1]?.changed).toEqual({ status: 'failed', error_code: 'out_of_memory' });
  });

  it('task.canceled brings its reason', () => {
    const { state, results } = foldHistory(asLog([canceled]));
    expect(state).toMatchObject({ status: 'canceled', end: { status: 'canceled', reason: 'Asked.' } });
    expect(results[0]?.changed).toEqual({ status: 'canceled' });
  });

  it.each([
    [succeeded, failed, canceled],
    [failed, succeeded, canceled],
    [canceled, failed, succeeded],
  ])('the first in the log wins, and nothing of another one counts', (first, ...others) => {
    const { state, results } = foldHistory(asLog([first, first, ...others, first]));
    expect(results.map(({ disposition, reason }) => [disposition, reason])).toEqual([
      ['applied', null],
      ['duplicate', null],
      ['ignored', 'already_terminal'],
      ['ignored', 'already_terminal'],
      ['duplicate', null],
    ]);
    expect(state).toBe(results[0]?.state);
  });
});
