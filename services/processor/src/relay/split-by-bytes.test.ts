import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitByBytes } from './split-by-bytes.ts';

const record = (bytes: number) => ({
  key: null,
  value: Buffer.alloc(bytes),
  headers: { 'content-type': 'x' },
});

test('keeps all records in order, in runs that fit, each larger one alone', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 2000 })), fc.integer({ min: 100, max: 3000 }), (sizes, maxBytes) => {
      const records = sizes.map(record);
      const runs = splitByBytes(records, maxBytes);
      expect(runs.flat()).toEqual(records);
      for (const run of runs) {
        expect(run.length).toBeGreaterThan(0);
        const bytes = run.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
        if (run.length > 1) expect(bytes).toBeLessThanOrEqual(maxBytes);
      }
    }),
  );
});

test('fills runs as far as they go', () => {
  expect(splitByBytes([record(100), record(100), record(100)], 10_000)).toHaveLength(1);
  expect(splitByBytes([], 10)).toEqual([]);
});
