import fc from 'fast-check';

/** Amounts as producers write them: equal values in several spellings, and as many digits as an amount may have. */
export const amountText = fc.oneof(
  fc.constantFrom('0', '0.1', '0.10', '1', '1.0', '007.50', '999999999999999.99999999', '0.00000001'),
  fc
    .tuple(fc.bigInt({ min: 0n, max: 10n ** 15n - 1n }), fc.bigInt({ min: 0n, max: 10n ** 8n - 1n }))
    .map(([whole, fraction]) => `${whole}.${fraction}`),
);

/** Amounts of either sign, as corrections of usage have them. */
export const signedAmountText = fc.tuple(fc.constantFrom('', '-'), amountText).map((parts) => parts.join(''));

/** Meter values, among them those whose usual text is short, exponential or no binary fraction. */
export const meterValue = fc.oneof(
  fc.constantFrom(0, -0, 0.1, 0.2, 0.3, 1e-7, 12.5, Number.MAX_SAFE_INTEGER, -1),
  fc.integer({ min: -1000, max: 1_000_000 }),
  fc.double({ min: -1e9, max: 1e9, noNaN: true }),
);
