import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSentAhead } from './sent-ahead.ts';

/** Plays a task's changes in order; at each of them the row may be any later one, but never goes back. */
function revisionsSent(
  changes: readonly number[],
  rowsAhead: readonly number[],
  maxTasks?: number,
): number[] {
  const ahead = createSentAhead(maxTasks);
  const sent: number[] = [];
  let row = 0;
  for (const [index, changed] of changes.entries()) {
    const reached = Math.min(index + (rowsAhead[index] ?? 0), changes.length - 1);
    row = Math.max(row, reached);
    const current = changes[row] ?? changed;
    if (!ahead.shouldSend('key', changed, current)) continue;
    sent.push(current);
    ahead.sent('key', changed, current);
  }
  return sent;
}

const histories = fc
  .uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 20 })
  .map((revisions) => revisions.sort((a, b) => a - b));

test.each([undefined, 0])(
  'revisions rise strictly and end with the last, with room for %s tasks',
  (maxTasks) => {
    fc.assert(
      fc.property(histories, fc.array(fc.nat({ max: 5 })), (changes, rowsAhead) => {
        const sent = revisionsSent(changes, rowsAhead, maxTasks);
        expect(sent).toEqual([...new Set(sent)].sort((a, b) => a - b));
        expect(sent.at(-1)).toBe(changes.at(-1));
      }),
    );
  },
);

test('without room, a row that is ahead waits for its own change', () => {
  expect(revisionsSent([1, 2, 3], [2], 0)).toEqual([3]);
  expect(revisionsSent([1, 2, 3], [2])).toEqual([3]);
  expect(revisionsSent([1, 2, 3], [1])).toEqual([2, 3]);
});
