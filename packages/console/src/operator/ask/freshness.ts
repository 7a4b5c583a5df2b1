import { createStore, useStore } from '../../ui/store.ts';

export interface Freshness {
  readonly reachable: boolean;
  /** When the last answer came, in milliseconds since 1970; null before the first. */
  readonly answeredAt: number | null;
}

const freshness = createStore<Freshness>({ reachable: true, answeredAt: null });

export const useFreshness = (): Freshness => useStore(freshness);

export function noteAnswered(): void {
  freshness.set({ reachable: true, answeredAt: Date.now() });
}

export function noteUnanswered(): void {
  freshness.set({ ...freshness.get(), reachable: false });
}
