import fc from 'fast-check';
import { expect, test } from 'vitest';
import { heightOn, scaleOf } from './chart-scale.ts';

const amounts = fc.oneof(
  fc.bigInt({ min: 0n, max: 10n ** 24n }),
  fc.constant(0n),
  fc.bigInt({ min: 0n, max: 9n }),
);

test('a few round lines hold everything, 0 among them, and nothing leaves the chart', () => {
  fc.assert(
    fc.property(amounts, amounts, (above, below) => {
      const scale = scaleOf(above, below);
      expect(scale.lines.length).toBeLessThanOrEqual(6);
      expect(scale.lines).toContain(0n);
      expect(scale.top >= above && scale.bottom <= -below).toBe(true);
      const steps = new Set(scale.lines.slice(1).map((line, index) => line - (scale.lines[index] ?? 0n)));
      expect(steps.size).toBeLessThanOrEqual(1);
      for (const value of [above, -below, 0n]) {
        expect(heightOn(scale, value)).toBeGreaterThanOrEqual(0);
        expect(heightOn(scale, value)).toBeLessThanOrEqual(100);
      }
    }),
  );
});

test('the steps are the least that will do', () => {
  expect(scaleOf(43n, 9n).lines).toEqual([-20n, 0n, 20n, 40n, 60n]);
  expect(scaleOf(0n, 0n).lines).toEqual([0n]);
  expect(heightOn({ top: 300n, bottom: -100n, lines: [] }, 0n)).toBe(25);
});
