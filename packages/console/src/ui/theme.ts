import { createStore, useStore } from './store.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEPT_AS = 'taskfold.theme';

const isTheme = (text: string | null): text is Theme => THEMES.some((theme) => theme === text);
const kept = localStorage.getItem(KEPT_AS);
const theme = createStore<Theme>(isTheme(kept) ? kept : 'system');

function show(): void {
  if (theme.get() === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme.get();
}

theme.subscribe(() => {
  localStorage.setItem(KEPT_AS, theme.get());
  show();
});
show();

export const useTheme = (): Theme => useStore(theme);
export const setTheme = (next: Theme): void => theme.set(next);
