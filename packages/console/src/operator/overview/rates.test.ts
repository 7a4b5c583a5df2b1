import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Partition } from '../ask/operations.ts';
import { ratesOf, type Samples, secondsToCatchUp, withSamples } from './rates.ts';

const partition = (nextOffset: number | null, logEndOffset: number | null) =>
  ({ partition: 0, next_offset: nextOffset, log_end_offset: logEndOffset }) as Partition;

function sampled(...steps: readonly (readonly [at: number, next: number, end: number | null])[]) {
  let samples: Samples = new Map();
  for (const [at, next, end] of steps) samples = withSamples(samples, [partition(next, end)], at);
  return samples.get(0) ?? [];
}

test('a rate is what came to be between two samples, by the second', () => {
  expect(ratesOf(sampled([0, 100, 500], [2000, 160, 520], [4000, 300, 540]))).toEqual({
    folded: 50,
    arrived: 10,
  });
  expect(ratesOf(sampled([0, 100, null], [4000, 100, 540]))).toEqual({ folded: 0, arrived: null });
});

test('too little time says nothing', () => {
  expect(ratesOf(sampled([0, 100, 500]))).toBeNull();
  expect(ratesOf(sampled([0, 100, 500], [900, 160, 520]))).toBeNull();
  expect(ratesOf([])).toBeNull();
});

test('what is older than the window, or of a checkpoint before, counts no more', () => {
  expect(ratesOf(sampled([0, 0, 0], [30_000, 100, 100], [32_000, 300, 300]))).toEqual({
    folded: 100,
    arrived: 100,
  });
  expect(ratesOf(sampled([0, 900, 900], [2000, 0, 900], [4000, 50, 900]))).toEqual({
    folded: 25,
    arrived: 0,
  });
});

test('rates are never below zero, and catching up takes as long as the gain says', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(10_000), fc.nat(1000), fc.option(fc.nat(5000))), { maxLength: 20 }),
      fc.nat(100_000),
      (steps, waiting) => {
        let at = 0;
        const rates = ratesOf(
          sampled(
            ...steps.map(([pause, next, end]): [number, number, number | null] => {
              at += pause;
              return [at, next, end];
            }),
          ),
        );
        expect(rates?.folded ?? 0).toBeGreaterThanOrEqual(0);
        expect(rates?.arrived ?? 0).toBeGreaterThanOrEqual(0);
        const seconds = secondsToCatchUp(waiting, rates);
        if (seconds === null || rates === null || waiting === 0) return;
        expect(seconds * (rates.folded - (rates.arrived ?? 0))).toBeCloseTo(waiting);
      },
    ),
  );
  expect(secondsToCatchUp(100, { folded: 10, arrived: 10 })).toBeNull();
  expect(secondsToCatchUp(100, null)).toBeNull();
  expect(secondsToCatchUp(0, null)).toBe(0);
});
