import { createStore, useStore } from '../../ui/store.ts';
import { COLUMNS_AT_FIRST } from '../choose-columns.tsx';
import { parseViews, type SavedView } from './views.ts';

/** In this browser, for this API alone, because another one is another origin. Keys are kept elsewhere. */
const KEPT_AS = 'taskfold.views';

const read = () => parseViews(localStorage.getItem(KEPT_AS), COLUMNS_AT_FIRST);
const views = createStore(read());

// Another tab has saved one.
addEventListener('storage', ({ key }) => {
  if (key === KEPT_AS || key === null) views.set(read());
});

export const useViews = (): readonly SavedView[] => useStore(views);

/** Keeps what another tab has saved in the meantime as well. */
export function changeViews(change: (views: readonly SavedView[]) => readonly SavedView[]): void {
  const changed = change(read());
  localStorage.setItem(KEPT_AS, JSON.stringify(changed));
  views.set(changed);
}
