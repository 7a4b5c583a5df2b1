import { expect, test } from 'vitest';
import { clockDifference, clockFindings } from './clocks.ts';

test('a clock is as far ahead as it says, within the time that asking took', async () => {
  const { aheadMs, uncertainMs } = await clockDifference(async () => Date.now() + 5000);
  expect(Math.abs(aheadMs - 5000)).toBeLessThanOrEqual(uncertainMs + 2);
});

test.each([
  [900, 0, []],
  [-5000, 100, ['warn']],
  [31_000, 500, ['fail']],
  [1500, 800, []],
])('%i ms apart, known to %i ms', (aheadMs, uncertainMs, severities) => {
  expect(clockFindings('X', { aheadMs, uncertainMs }).map(({ severity }) => severity)).toEqual(severities);
});

test('says in which direction', () => {
  const found = (aheadMs: number) => clockFindings('X', { aheadMs, uncertainMs: 0 })[0]?.found;
  expect(found(-5000)).toContain("The clock of X is 5.0 s behind this machine's");
  expect(found(5000)).toContain("5.0 s ahead of this machine's");
});
