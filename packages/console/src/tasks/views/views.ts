import { type Filters, readFilters } from '../filters.ts';

/** Of each column whether it is shown. */
export type ShownColumns = Readonly<Record<string, boolean>>;

/** Filters and columns under a name. */
export interface SavedView {
  readonly name: string;
  readonly filters: Filters;
  readonly columns: ShownColumns;
}

export const LONGEST_NAME = 60;
/** As many as a menu can be read; the oldest make room. */
const MOST = 50;

/** One of the same name is replaced in its place, a new one comes last. */
export function withView(views: readonly SavedView[], view: SavedView): readonly SavedView[] {
  return views.some(({ name }) => name === view.name)
    ? views.map((each) => (each.name === view.name ? view : each))
    : [...views, view].slice(-MOST);
}

export function withoutView(views: readonly SavedView[], name: string): readonly SavedView[] {
  return views.filter((each) => each.name !== name);
}

/** @returns null where another one has the name, or it is none */
export function withName(views: readonly SavedView[], from: string, to: string): readonly SavedView[] | null {
  const name = to.trim();
  if (name === '' || name.length > LONGEST_NAME) return null;
  if (name !== from && views.some((each) => each.name === name)) return null;
  return views.map((each) => (each.name === from ? { ...each, name } : each));
}

/** The view that these filters and columns are, whatever the order of their names. */
export function viewOf(
  views: readonly SavedView[],
  filters: Filters,
  columns: ShownColumns,
): SavedView | null {
  const same = (a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>) =>
    Object.keys({ ...a, ...b }).every((name) => a[name] === b[name]);
  return views.find((each) => same(each.filters, filters) && same(each.columns, columns)) ?? null;
}

/** What a browser kept, or somebody wrote there; of what is no view nothing is left. */
export function parseViews(text: string | null, columnsAtFirst: ShownColumns): readonly SavedView[] {
  let kept: unknown;
  try {
    kept = JSON.parse(text ?? '[]');
  } catch {
    return [];
  }
  if (!Array.isArray(kept)) return [];
  let views: readonly SavedView[] = [];
  for (const each of kept) {
    const { name, filters, columns } = recordOf(each);
    if (typeof name !== 'string' || name.trim() === '' || name.length > LONGEST_NAME) continue;
    const chosen = Object.entries(recordOf(columns)).filter(
      (entry): entry is [string, boolean] =>
        Object.hasOwn(columnsAtFirst, entry[0]) && typeof entry[1] === 'boolean',
    );
    views = withView(views, {
      name: name.trim(),
      filters: readFilters(recordOf(filters)),
      // A column that has come since is as it is at first.
      columns: { ...columnsAtFirst, ...Object.fromEntries(chosen) },
    });
  }
  return views;
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
