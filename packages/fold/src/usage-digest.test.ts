import { expect, it } from 'vitest';
import { usageDigest } from './usage-digest.ts';

const line = { meter: 'a', quantity: '1.50', unit: 'b', billedAmountCredits: '0.25' };

it('is the same of one content however it is spelt, and another of any other', () => {
  const record = { meters: { input_tokens: '1' }, lines: [line] };
  const digest = usageDigest(record);
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  expect(
    usageDigest({ ...record, lines: [{ ...line, quantity: '01.5', billedAmountCredits: '0.250' }] }),
  ).toBe(digest);
  const others = [
    { ...record, meters: {} },
    { ...record, meters: { output_tokens: '1' } },
    { ...record, meters: { ...record.meters, characters: '0' } },
    { ...record, lines: [] },
    { ...record, lines: [line, line] },
    { ...record, lines: [{ ...line, quantity: '-1.5' }] },
    { ...record, lines: [{ ...line, meter: 'a"b' }] },
    { ...record, lines: [{ ...line, meter: 'a"', unit: '"b' }] },
    { ...record, lines: [{ ...line, meter: 'b', unit: 'a' }] },
  ];
  expect(new Set([digest, ...others.map(usageDigest)]).size).toBe(others.length + 1);
});
