import type { EventData } from '@taskfold/contract';
import { describe, expect, it } from 'vitest';
import { asLog, at, foldHistory, type SampleAttributes, sampleEvent } from '../testing/index.ts';

const line = { meter: 'output_tokens', quantity: '1.50', unit: 'token', billed_amount_credits: '0.250' };

function usage(data: Partial<EventData<'task.usage_recorded'>>, attributes: SampleAttributes = {}) {
  return sampleEvent('task.usage_recorded', { lines: [], ...data }, attributes);
}

describe('task.usage_recorded', () => {
  it('keeps meters as decimals, and lines with their quantity as written', () => {
    const { state, results } = foldHistory(
      asLog([usage({ input_tokens: 1e-7, video_seconds: 0.1, lines: [line] })]),
    );
    const lines = [{ meter: 'output_tokens', quantity: '1.50', unit: 'token', billedAmountCredits: '0.25' }];
    const meters = { input_tokens: '0.0000001', video_seconds: '0.1' };
    expect(results[0]?.added).toMatchObject({ kind: 'usage', meters, lines });
    expect(state.usage).toMatchObject({ records: 1, lines: 1, meters, credits: '0.25', shown: lines });
    expect(results[0]?.changed).toEqual({ usage_credits: '0.25', lines: 1 });
  });

  it('sorts lines by their event, whatever order they come in', () => {
    const { state } = foldHistory(
      asLog([
        usage({ lines: [line] }, { id: 'b', time: at(2) }),
        usage({ lines: [line, line] }, { id: 'z', time: at(1) }),
        usage({ lines: [line] }, { id: 'a', time: at(2) }),
      ]),
    );
    expect(state.usage?.shown.map(({ key }) => key.id)).toEqual(['z', 'z', 'a', 'b']);
  });

  it('is a duplicate when the same record comes again, also in another spelling or at another time', () => {
    const respelt = { ...line, quantity: '1.5', billed_amount_credits: '0.25' };
    const { results } = foldHistory(
      asLog([
        usage({ lines: [line] }),
        usage({ lines: [line] }),
        usage({ lines: [respelt] }, { time: at(9) }),
      ]),
    );
    expect(results.map(({ disposition }) => disposition)).toEqual(['applied', 'duplicate', 'duplicate']);
  });

  it.each([
    ['another meter', { input_tokens: 2, lines: [line] }],
    ['an added meter', { input_tokens: 1, characters: 0, lines: [line] }],
    ['a missing line', { input_tokens: 1 }],
    ['other credits', { input_tokens: 1, lines: [{ ...line, billed_amount_credits: '0.2500001' }] }],
    ['another quantity', { input_tokens: 1, lines: [{ ...line, quantity: '2' }] }],
    ['another unit', { input_tokens: 1, lines: [{ ...line, unit: 'second' }] }],
    ['a line of another meter', { input_tokens: 1, lines: [{ ...line, meter: 'characters' }] }],
  ])('is a conflict when it comes again with %s, and the first stands', (_, data) => {
    const { state, results } = foldHistory(
      asLog([usage({ input_tokens: 1, lines: [line] }), usage(data), usage(data)]),
    );
    expect(results.map(({ disposition }) => disposition)).toEqual(['applied', 'conflict', 'conflict']);
    expect(state).toMatchObject({ conflict: true, revision: 1 });
    expect(state.usage).toBe(results[0]?.state.usage);
    expect(results[2]?.state).toBe(results[1]?.state);
  });

  it('knows records of two sources apart', () => {
    const { state } = foldHistory(asLog([usage({}, { source: '/a' }), usage({}, { source: '/b' })]));
    expect(state.usage?.records).toBe(2);
  });

  it('sums over all records and shows the first lines of so many that their fold would not end otherwise', () => {
    const count = 20_000;
    const log = Array.from({ length: count }, (_none, number) =>
      usage(
        { input_tokens: 0.1, lines: [{ ...line, billed_amount_credits: '-0.00000001' }] },
        { id: `${number}`, time: at(number % 1000) },
      ),
    );
    const { state } = foldHistory(asLog(log));
    expect(state.usage).toMatchObject({
      records: count,
      lines: count,
      meters: { input_tokens: '2000' },
      credits: '-0.0002',
    });
    expect(state.usage?.shown).toHaveLength(100);
    expect(new Set(state.usage?.shown.map(({ key }) => key.time))).toEqual(
      new Set([0, 1, 2, 3, 4].map((second) => at(second))),
    );
  });
});
