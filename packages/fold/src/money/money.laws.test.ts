import { METERS } from '@taskfold/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsOf } from '../facts/task-facts.ts';
import { visible } from '../facts/visible-task.ts';
import { renderTask } from '../render/task.ts';
import { amountText, signedAmountText } from '../testing/arbitraries/money.ts';
import { asLog, foldHistory, histories, type LoggedEvent, sampleEvent } from '../testing/index.ts';
import { canonicalDecimal, compareDecimals, subtractDecimals, sumDecimals } from './decimal.ts';
import { isOverRefunded } from './ledger-sums.ts';
import { creditsToUsd, printCredits } from './print.ts';

// The model: amounts as integers of 10^-8 credits, which is what the contract's eight decimals are.
const SCALE = 8;

describe('the laws of money', () => {
  it('sums like integers of the smallest unit', () => {
    fc.assert(
      fc.property(fc.array(signedAmountText), (amounts) => {
        const sum = amounts.reduce((total, amount) => total + units(amount), 0n);
        expect(units(sumDecimals(amounts))).toBe(sum);
      }),
    );
  });

  it('compares, subtracts and prints the value, not its spelling', () => {
    fc.assert(
      fc.property(signedAmountText, signedAmountText, (left, right) => {
        const difference = units(left) - units(right);
        expect(units(subtractDecimals(left, right))).toBe(difference);
        expect(Math.sign(compareDecimals(left, right))).toBe(
          Number(difference > 0n) - Number(difference < 0n),
        );
        expect(canonicalDecimal(left) === canonicalDecimal(right)).toBe(difference === 0n);
        expect(units(printCredits(left))).toBe(units(left));
        expect(printCredits(left)).toMatch(/^-?(0|[1-9]\d*)\.(\d{4}|\d{4,7}[1-9])$/);
      }),
    );
  });

  it('divides exactly and rounds half-even', () => {
    fc.assert(
      fc.property(fc.oneof(signedAmountText, halves), rates, (credits, perUsd) => {
        fc.pre(units(perUsd) > 0n);
        expect(units(creditsToUsd(credits, perUsd), 4)).toBe(
          divideHalfEven(units(credits) * 10_000n, units(perUsd)),
        );
      }),
    );
  });

  it('shows net = charged − refunded, and sums that equal the first amount of each entry', () => {
    fc.assert(
      fc.property(histories().map(withCreation), (history) => {
        const { state } = foldHistory(history);
        const task = visible(factsOf(state));
        if (task === null) throw new Error('a created task is visible');
        const { billing } = JSON.parse(renderTask(task));
        const charged = firstAmounts(history, 'task.charged');
        const refunded = firstAmounts(history, 'task.refunded');
        if (charged === null && refunded === null && !state.settled) {
          expect(billing).toBeNull();
          return;
        }
        expect(units(billing.charged_credits)).toBe(charged ?? 0n);
        expect(units(billing.refunded_credits)).toBe(refunded ?? 0n);
        expect(units(billing.net_charged_credits)).toBe((charged ?? 0n) - (refunded ?? 0n));
        const sums = { charged: task.charged_credits ?? '', refunded: task.refunded_credits ?? '' };
        expect(isOverRefunded(sums)).toBe((refunded ?? 0n) > (charged ?? 0n));
      }),
    );
  });

  it('shows usage that equals the sum over the first content of each record', () => {
    fc.assert(
      fc.property(histories().map(withCreation), (history) => {
        const facts = factsOf(foldHistory(history).state);
        const records = firstRecords(history);
        if (records.length === 0) {
          expect(facts.usage_credits).toBeNull();
          return;
        }
        const credits = records.flatMap(({ lines }) =>
          lines.map((line) => units(line.billed_amount_credits)),
        );
        expect(units(facts.usage_credits ?? '')).toBe(credits.reduce((sum, amount) => sum + amount, 0n));
        for (const meter of METERS) {
          const sum = records.reduce((total, data) => total + meterUnits(data[meter] ?? 0), 0n);
          expect(units(facts[`usage_${meter}`] ?? '0', METER_SCALE)).toBe(sum);
        }
      }),
    );
  });
});

// Amounts that often lie exactly between two hundredths of a cent.
const halves = fc.integer({ min: -1000, max: 1000 }).map((number) => (number * 0.05).toFixed(2));
const rates = fc.oneof(fc.constantFrom('1000', '500', '8'), amountText);

// Enough for the shortest text of any double, down to the smallest, 5e-324.
const METER_SCALE = 340;

function meterUnits(value: number): bigint {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  const [, fraction = ''] = mantissa.split('.');
  return BigInt(mantissa.replace('.', '')) * 10n ** BigInt(METER_SCALE + Number(exponent) - fraction.length);
}

function units(decimal: string, scale = SCALE): bigint {
  const [whole = '', fraction = ''] = decimal.replace('-', '').split('.');
  if (fraction.length > scale) throw new Error(`${decimal} has more than ${scale} decimals`);
  const value = BigInt(whole + fraction.padEnd(scale, '0'));
  return decimal.startsWith('-') ? -value : value;
}

function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  const magnitude = dividend < 0n ? -dividend : dividend;
  const quotient = magnitude / divisor;
  const twice = (magnitude % divisor) * 2n;
  const isUp = twice > divisor || (twice === divisor && quotient % 2n === 1n);
  const rounded = isUp ? quotient + 1n : quotient;
  return dividend < 0n ? -rounded : rounded;
}

function withCreation(history: readonly LoggedEvent[]): LoggedEvent[] {
  const created = sampleEvent('task.created', { capability: 'image', model: 'image-1' });
  return asLog([created, ...history.map(({ event }) => event)]);
}

function firstAmounts(
  history: readonly LoggedEvent[],
  type: 'task.charged' | 'task.refunded',
): bigint | null {
  const amounts = new Map<string, bigint>();
  for (const { event } of history) {
    if (event.type !== type || amounts.has(event.data.entry_id)) continue;
    amounts.set(event.data.entry_id, units(event.data.amount_credits));
  }
  return amounts.size === 0 ? null : [...amounts.values()].reduce((sum, amount) => sum + amount, 0n);
}

function firstRecords(history: readonly LoggedEvent[]) {
  const records = new Map<string, Extract<LoggedEvent['event'], { type: 'task.usage_recorded' }>['data']>();
  for (const { event } of history) {
    const identity = `${event.source} ${event.id}`;
    if (event.type === 'task.usage_recorded' && !records.has(identity)) records.set(identity, event.data);
  }
  return [...records.values()];
}
