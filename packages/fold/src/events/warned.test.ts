import { MAX_WARNINGS } from '@taskfold/contract';
import { describe, expect, it } from 'vitest';
import { asLog, at, foldHistory, sampleEvent } from '../testing/index.ts';

function warned(id: string, second: number, ...codes: string[]) {
  const warnings = codes.map((code) => ({ code, message: `${code}.` }));
  return sampleEvent('task.warned', { warnings }, { id, time: at(second) });
}

describe('task.warned', () => {
  it('unites warnings in the order of their events', () => {
    const { state, results } = foldHistory(
      asLog([warned('b', 2, 'x', 'a'), warned('a', 1, 'm'), warned('b', 2, 'x', 'a')]),
    );
    expect(state.warnings.map(({ code }) => code)).toEqual(['m', 'x', 'a']);
    expect(results.map(({ disposition }) => disposition)).toEqual(['applied', 'applied', 'duplicate']);
    expect(results[0]?.changed).toEqual({ warnings: 2 });
  });

  it('keeps the first hundred, and calls what sorts behind them stale', () => {
    const codes = Array.from({ length: MAX_WARNINGS }, (_, index) => `code_${index}`);
    const { state, results } = foldHistory(
      asLog([warned('b', 2, ...codes), warned('c', 3, 'late'), warned('a', 1, 'early')]),
    );
    expect(results.map(({ disposition }) => disposition)).toEqual(['applied', 'stale', 'applied']);
    expect(state.warnings).toHaveLength(MAX_WARNINGS);
    expect(state.warnings[0]?.code).toBe('early');
    expect(state.warnings.at(-1)?.code).toBe('code_98');
  });

  it('changes nothing without warnings', () => {
    expect(foldHistory(asLog([warned('a', 1)])).results[0]).toMatchObject({ disposition: 'stale' });
  });
});
