import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createGivenPositions } from './given-positions.ts';

test('leaves out nothing as long as no commit is lost, whoever folds', () => {
  const given = createGivenPositions();
  expect(given.next({ nextOffset: 0, nextPosition: 0 })).toBe(0);
  given.committing({ nextOffset: 10, nextPosition: 7 });
  given.upToOffset(10);
  expect(given.next({ nextOffset: 10, nextPosition: 7 })).toBe(7);
  given.upToOffset(20);
  expect(given.next({ nextOffset: 25, nextPosition: 15 })).toBe(15);
});

test('leaves out one for each record that another process had folded and the row has lost', () => {
  const given = createGivenPositions();
  given.upToOffset(30);
  expect(given.next({ nextOffset: 20, nextPosition: 5 })).toBe(15);
});

const CHUNK = fc.record({ records: fc.integer({ min: 1, max: 9 }), changes: fc.nat(9) });
/** Chunks that are committed, and how many of them are there after the fail-over that follows. */
const HISTORIES = fc.array(fc.record({ chunks: fc.array(CHUNK, { maxLength: 6 }), kept: fc.nat(6) }));

test('no position is given twice, however often commits are lost and whatever chunks are cut anew', () => {
  fc.assert(
    fc.property(HISTORIES, (histories) => {
      const given = createGivenPositions();
      const seen = new Set<number>();
      let row = { nextOffset: 0, nextPosition: 0 };
      for (const { chunks, kept } of histories) {
        const rows = [row];
        for (const { records, changes } of chunks) {
          const first = given.next(row);
          const end = first + Math.min(changes, records);
          for (let position = first; position < end; position++) {
            expect(seen.has(position)).toBe(false);
            seen.add(position);
          }
          const nextPosition = end === first ? row.nextPosition : end;
          row = { nextOffset: row.nextOffset + records, nextPosition };
          given.committing(row);
          rows.push(row);
        }
        row = rows[Math.min(kept, rows.length - 1)] ?? row;
      }
    }),
  );
});
