import { describe, expect, it } from 'vitest';
import { creditsToUsd, printCredits } from './print.ts';

describe('printCredits', () => {
  it.each([
    ['0', '0.0000'],
    ['3', '3.0000'],
    ['1.5', '1.5000'],
    ['0.12345', '0.12345'],
    ['3.00000000', '3.0000'],
    ['-2.5', '-2.5000'],
    ['-0', '0.0000'],
    ['0.00000001', '0.00000001'],
    ['999999999999999.99999999', '999999999999999.99999999'],
  ])('prints %s as %s', (credits, printed) => {
    expect(printCredits(credits)).toBe(printed);
  });
});

describe('creditsToUsd', () => {
  it.each([
    ['3', '1000', '0.0030'],
    ['0.05', '1000', '0.0000'],
    ['0.15', '1000', '0.0002'],
    ['0.25', '1000', '0.0002'],
    ['0.250000001', '1000', '0.0003'],
    ['1', '3', '0.3333'],
    ['-0.04', '1000', '0.0000'],
    ['-0.15', '1000', '-0.0002'],
    ['999999999999999.99999999', '0.00000001', '99999999999999999999999.0000'],
  ])('%s credits at %s a dollar are %s', (credits, perUsd, usd) => {
    expect(creditsToUsd(credits, perUsd)).toBe(usd);
  });
});
