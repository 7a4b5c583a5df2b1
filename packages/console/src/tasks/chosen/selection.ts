/** The rows that something is to be done to. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** The one that was chosen last, from which a range begins. */
  readonly anchor: string | null;
}

export const NONE_CHOSEN: Selection = { ids: new Set(), anchor: null };

/** So many can be chosen: what is done to more belongs to a program. */
export const MOST_CHOSEN = 1000;

/** Rows in their order, by place and by id. */
export interface OrderedRows {
  readonly length: number;
  at(place: number): { readonly task_id: string } | undefined;
  /** @returns -1 where no row has the id */
  placeOf(taskId: string): number;
}

/** Chooses one, or no longer. */
export function toggled({ ids }: Selection, taskId: string): Selection {
  const next = new Set(ids);
  if (!next.delete(taskId)) next.add(taskId);
  return bounded(next, taskId);
}

/** Chooses all from the one that was chosen last to this one; this one alone where that is not there any more. */
export function chosenTo(selection: Selection, taskId: string, rows: OrderedRows): Selection {
  const to = rows.placeOf(taskId);
  const from = selection.anchor === null ? -1 : rows.placeOf(selection.anchor);
  if (from < 0 || to < 0) return toggled(selection, taskId);
  const next = new Set(selection.ids);
  for (let place = Math.min(from, to); place <= Math.max(from, to); place += 1) {
    const id = rows.at(place)?.task_id;
    if (id !== undefined) next.add(id);
  }
  return bounded(next, taskId);
}

/** The first rows, as many as can be chosen. */
export function firstOf(rows: OrderedRows): Selection {
  const length = Math.min(rows.length, MOST_CHOSEN);
  const ids = Array.from({ length }, (_, place) => rows.at(place)?.task_id ?? '');
  return { ids: new Set(ids), anchor: null };
}

function bounded(ids: ReadonlySet<string>, anchor: string): Selection {
  return { ids: ids.size > MOST_CHOSEN ? new Set([...ids].slice(0, MOST_CHOSEN)) : ids, anchor };
}
