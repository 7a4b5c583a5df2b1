import {
  type ColumnDef,
  createSortedRowModel,
  type RowSelectionState,
  rowSelectionFeature,
  rowSortingFeature,
  tableFeatures,
  type Updater,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import { compareValues } from './compare-values.ts';
import type { DataColumn, SortValue } from './data-column.ts';

const FEATURES = tableFeatures({
  rowSortingFeature,
  rowSelectionFeature,
  sortedRowModel: createSortedRowModel(),
});
type Features = typeof FEATURES;

/** Rows that are chosen by boxes; with Shift all from the one before. */
export interface Choosing<Row> {
  readonly ids: ReadonlySet<string>;
  readonly onChoose: (ids: ReadonlySet<string>) => void;
  /** What the box of a row says to those who hear the page. */
  readonly labelOf: (row: Row) => string;
  readonly allLabel: string;
}

interface ModelOptions<Row> {
  readonly columns: readonly DataColumn<Row>[];
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  readonly choosing: Choosing<Row> | undefined;
}

const NONE: ReadonlySet<string> = new Set();

/** The rows in the order that was asked for, and which of them are chosen. */
export function useTableModel<Row extends object>({ columns, rows, idOf, choosing }: ModelOptions<Row>) {
  const definitions = useMemo(() => columns.map(definitionOf), [columns]);
  const ids = choosing?.ids ?? NONE;
  const rowSelection = useMemo(() => stateOf(ids), [ids]);
  return useTable({
    features: FEATURES,
    columns: definitions,
    data: rows,
    getRowId: idOf,
    enableMultiSort: false,
    state: { rowSelection },
    onRowSelectionChange: (change: Updater<RowSelectionState>) => {
      const next = typeof change === 'function' ? change(rowSelection) : change;
      choosing?.onChoose(new Set(Object.keys(next)));
    },
  });
}

function stateOf(ids: ReadonlySet<string>): RowSelectionState {
  return Object.fromEntries([...ids].map((id) => [id, true] as const));
}

function definitionOf<Row extends object>({ id, sortBy }: DataColumn<Row>): ColumnDef<Features, Row> {
  return {
    id,
    accessorFn: (row) => sortBy?.(row) ?? undefined,
    enableSorting: sortBy !== undefined,
    sortUndefined: 'last',
    sortFn: (left, right) => compareValues(left.getValue<SortValue>(id), right.getValue<SortValue>(id)),
  };
}
