/** How often the client waits and asks again for one of many, where the API says that there were too many requests. */
export const RETRIES_OF_BULK = 5;

/** What became of one of many. */
export type BulkOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** Somebody stopped before it was its turn. */
  | { readonly kind: 'left' };

export interface BulkOptions<Item> {
  /** Asks for one. What it throws is the outcome of that one alone. */
  readonly act: (item: Item, signal: AbortSignal) => Promise<unknown>;
  /** How many are asked for at a time. */
  readonly atOnce: number;
  /** Leaves those that were not begun. What was begun is waited for: it may have been done. */
  readonly stop: AbortSignal;
  readonly onOutcome: (item: Item, outcome: BulkOutcome) => void;
}

/** Asks for one after the other, some at a time, in their order. Every item has exactly one outcome. Never rejects. */
export async function runBulk<Item>(items: readonly Item[], options: BulkOptions<Item>): Promise<void> {
  const { act, atOnce, stop, onOutcome } = options;
  const waiting = items.values();
  const work = async () => {
    for (const item of waiting) {
      if (stop.aborted) {
        onOutcome(item, { kind: 'left' });
        continue;
      }
      try {
        await act(item, stop);
        onOutcome(item, { kind: 'done' });
      } catch (error) {
        onOutcome(item, { kind: 'failed', error });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, atOnce) }, work));
}
