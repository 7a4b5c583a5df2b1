import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareKeys } from '../event-key.ts';
import type { EventKey, ShownLine, UsageLine } from '../state.ts';
import { at, shuffled } from '../testing/index.ts';
import { joinUsageLines, MAX_USAGE_LINES } from './usage-lines.ts';

interface Lines {
  readonly key: EventKey;
  readonly lines: readonly UsageLine[];
}

const line = (meter: string): UsageLine => ({
  meter,
  quantity: '1',
  unit: 'token',
  billedAmountCredits: '0.5',
});

const records: fc.Arbitrary<Lines[]> = fc.uniqueArray(
  fc.record({
    key: fc.record({
      time: fc.integer({ min: 0, max: 5 }).map((second) => at(second)),
      source: fc.constantFrom('/a', '/ﬁ', '/😀'),
      id: fc.integer({ min: 0, max: 60 }).map(String),
    }),
    lines: fc
      .tuple(fc.integer({ min: 0, max: 30 }), fc.constantFrom(1, 20, 256))
      .map(([count, length]) =>
        Array.from({ length: count }, (_none, place) => line(`${place}`.padEnd(length))),
      ),
  }),
  { selector: ({ key }) => `${key.source} ${key.id}`, maxLength: 25, size: 'max' },
);

const union = (parts: readonly Lines[], from: readonly ShownLine[] = []) =>
  parts.reduce((shown, { key, lines }) => joinUsageLines(shown, key, lines), from);

const sizeOf = ({ key, meter, quantity, unit, billedAmountCredits }: ShownLine) =>
  Buffer.byteLength(
    key.source +
      key.id +
      JSON.stringify({ meter, quantity, unit, billed_amount_credits: billedAmountCredits }),
  );

/** The rule, read aloud: all lines in their order, as long as fewer than so many and so much stand before. */
function firstLines(parts: readonly Lines[]): ShownLine[] {
  const all = parts
    .toSorted((left, right) => compareKeys(left.key, right.key))
    .flatMap(({ key, lines }) => lines.map((each) => ({ key, ...each })));
  let bytes = 0;
  return all.filter((each, index) => {
    const before = bytes;
    bytes += sizeOf(each);
    return index < MAX_USAGE_LINES && before < 32_768;
  });
}

describe('joinUsageLines', () => {
  it('keeps the first lines of all, in whatever order their records come', () => {
    const cases = records.chain((parts) => fc.tuple(fc.constant(parts), shuffled(parts)));
    fc.assert(
      fc.property(cases, ([parts, again]) => {
        const expected = firstLines(parts);
        expect(union(parts)).toEqual(expected);
        expect(union(again)).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  it('gives the very same list exactly where nothing that is shown changes', () => {
    fc.assert(
      fc.property(records, (parts) => {
        parts.reduce<readonly ShownLine[]>((before, { key, lines }) => {
          const after = joinUsageLines(before, key, lines);
          expect(after === before).toBe(JSON.stringify(after) === JSON.stringify(before));
          return after;
        }, []);
      }),
    );
  });

  it('keeps the line that reaches the limit: without it a later and shorter one would find room', () => {
    const long = (id: number): Lines => ({
      key: { time: at(id), source: '/a', id: `${id}` },
      lines: [line('x'.repeat(20_000))],
    });
    const short: Lines = { key: { time: at(9), source: '/a', id: '9' }, lines: [line('x')] };
    const shown = union([long(1), long(2), long(3), short]);
    expect(shown.map(({ key }) => key.id)).toEqual(['1', '2']);
    expect(union([short, long(3), long(2), long(1)])).toEqual(shown);
  });
});
