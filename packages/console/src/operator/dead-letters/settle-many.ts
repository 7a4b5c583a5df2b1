import type { ListedLetter } from '../ask/operations.ts';

/** What is done to dead letters. */
export type Settling = 'redrive' | 'discard';

/** A discarded one may be redriven all the same, as long as its bytes are there; what was redriven is over. */
export function maySettle(
  { status, pruned_at: prunedAt }: Pick<ListedLetter, 'status' | 'pruned_at'>,
  settling: Settling,
): boolean {
  return settling === 'discard' ? status === 'open' : status !== 'redriven' && prunedAt === null;
}

export interface LetterOutcome {
  readonly letter: ListedLetter;
  /** What the API answered where it was not done; null where it was. */
  readonly problem: string | null;
}

export interface SettleManyOptions {
  readonly letters: readonly ListedLetter[];
  /** Does it to one. */
  readonly settle: (letter: ListedLetter) => Promise<unknown>;
  /** Why one was not done, in a sentence. */
  readonly problemOf: (error: unknown) => string;
  /** Whether the others would fail for the same reason. */
  readonly endsAll: (error: unknown) => boolean;
  readonly onSettled: (settled: LetterOutcome) => void;
  readonly signal: AbortSignal;
}

/**
 * One after the other, in the order of the log, so that events of a task are published as they were. Ends with the signal, or where
 * the others would fail, too.
 *
 * @returns how many were not tried
 */
export async function settleMany(options: SettleManyOptions): Promise<number> {
  const { letters, settle, problemOf, endsAll, onSettled, signal } = options;
  const inOrder = letters.toSorted(
    (left, right) =>
      left.topic.localeCompare(right.topic) || left.partition - right.partition || left.offset - right.offset,
  );
  for (const [index, letter] of inOrder.entries()) {
    if (signal.aborted) return inOrder.length - index;
    try {
      await settle(letter);
      onSettled({ letter, problem: null });
    } catch (error) {
      onSettled({ letter, problem: problemOf(error) });
      if (endsAll(error)) return inOrder.length - index - 1;
    }
  }
  return 0;
}

/** How many there are of each kind, the most first: `12 invalid_json, 3 too_large`. */
export function kindsText(letters: readonly Pick<ListedLetter, 'code'>[]): string {
  const counts = new Map<string, number>();
  for (const { code } of letters) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts]
    .toSorted(([, left], [, right]) => right - left)
    .map(([code, many]) => `${many} ${code}`)
    .join(', ');
}
