import { expect, test } from 'vitest';
import type { ListedLetter } from '../ask/operations.ts';
import { kindsText, type LetterOutcome, maySettle, settleMany } from './settle-many.ts';

const letter = (partition: number, offset: number, code = 'invalid_json') =>
  ({ topic: 'task.events', partition, offset, code, status: 'open' }) as ListedLetter;

async function settled(
  letters: readonly ListedLetter[],
  settle: (letter: ListedLetter) => Promise<unknown>,
  signal = new AbortController().signal,
) {
  const results: LetterOutcome[] = [];
  const left = await settleMany({
    letters,
    settle,
    problemOf: String,
    endsAll: (error) => error === 'away',
    onSettled: (result) => results.push(result),
    signal,
  });
  return { left, told: results.map(({ letter: { offset }, problem }) => [offset, problem]) };
}

test('all are tried in the order of the log, and each tells what became of it', async () => {
  const answers = await settled([letter(1, 7), letter(0, 9), letter(0, 3)], async ({ offset }) => {
    if (offset === 9) throw 'redriven before';
  });
  expect(answers).toEqual({
    left: 0,
    told: [
      [3, null],
      [9, 'redriven before'],
      [7, null],
    ],
  });
});

test('where the way is away the others are left', async () => {
  const answers = await settled([letter(0, 1), letter(0, 2), letter(0, 3)], async ({ offset }) => {
    if (offset === 2) throw 'away';
  });
  expect(answers).toEqual({
    left: 1,
    told: [
      [1, null],
      [2, 'away'],
    ],
  });
});

test('somebody who stops it stops it before the next', async () => {
  const stopping = new AbortController();
  const answers = await settled(
    [letter(0, 1), letter(0, 2), letter(0, 3)],
    async () => stopping.abort(),
    stopping.signal,
  );
  expect(answers).toEqual({ left: 2, told: [[1, null]] });
});

test('what was redriven is over, what was discarded may still be redriven, while its bytes are there', () => {
  const may = (prunedAt: string | null) =>
    (['open', 'discarded', 'redriven'] as const).map((status) =>
      (['redrive', 'discard'] as const).filter((settling) =>
        maySettle({ status, pruned_at: prunedAt }, settling),
      ),
    );
  expect(may(null)).toEqual([['redrive', 'discard'], ['redrive'], []]);
  expect(may('2026-11-30T03:00:00.000Z')).toEqual([['discard'], [], []]);
});

test('kinds are counted', () => {
  expect(kindsText([letter(0, 1, 'too_large'), letter(0, 2), letter(0, 3)])).toBe(
    '2 invalid_json, 1 too_large',
  );
  expect(kindsText([])).toBe('');
});
