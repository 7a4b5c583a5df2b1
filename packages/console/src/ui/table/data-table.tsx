import type { SortDirection } from '@tanstack/react-table';
import { Fragment, type ReactNode } from 'react';
import { ColumnTitle } from './column-title.tsx';
import type { DataColumn } from './data-column.ts';
import { type Choosing, useTableModel } from './table-model.ts';

interface RowOrder {
  /** The id of a column. */
  readonly by: string;
  readonly descending: boolean;
  /** @param by the id of the column whose title was pressed */
  readonly onOrder: (by: string) => void;
}

interface DataTableProps<Row> {
  /** What the table holds, for those who hear the page. */
  readonly label: string;
  readonly columns: readonly DataColumn<Row>[];
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  /** `data-` attributes by which styles and tests know a row. */
  readonly marks?: (row: Row) => Readonly<Record<`data-${string}`, string | boolean>>;
  readonly choosing?: Choosing<Row>;
  /** The order that the rows have come in, where whoever gives them puts them in order, by any column. */
  readonly order?: RowOrder;
  /** The rows are those of another question, until those of this one are there. */
  readonly busy?: boolean;
  /** What is opened below a row; null where nothing is. */
  readonly below?: (row: Row) => ReactNode;
  readonly className?: string;
}

/**
 * Rows that are all there at once, in the order in which they came until a title asks for another. The first cell names the row: on a
 * phone the others stand below it, by their titles.
 */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { label, columns, rows, idOf, marks, choosing, order, busy, below, className = '' } = props;
  const table = useTableModel({ columns, rows, idOf, choosing });
  const orderBy = ({ id, sortBy }: DataColumn<Row>) => {
    if (order !== undefined) {
      const direction: SortDirection = order.descending ? 'desc' : 'asc';
      const sorted: SortDirection | false = order.by === id && direction;
      return { sorted, onSort: () => order.onOrder(id) };
    }
    const column = table.getColumn(id);
    return {
      sorted: column?.getIsSorted() ?? false,
      onSort: sortBy === undefined ? undefined : column?.getToggleSortingHandler(),
    };
  };
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={label}>
      <table className={`events stacks ${className}`} aria-busy={busy}>
        <thead>
          <tr>
            {choosing === undefined ? null : (
              <th scope="col" className="box">
                <input
                  type="checkbox"
                  aria-label={choosing.allLabel}
                  checked={rows.length > 0 && table.getIsAllRowsSelected()}
                  onChange={table.getToggleAllRowsSelectedHandler()}
                />
              </th>
            )}
            {columns.map((column) => (
              <ColumnTitle key={column.id} of={column} {...orderBy(column)} />
            ))}
          </tr>
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => {
            const opened = below?.(row.original) ?? null;
            return (
              <Fragment key={row.id}>
                <tr {...marks?.(row.original)}>
                  {choosing === undefined ? null : (
                    <td className="box">
                      <input
                        type="checkbox"
                        aria-label={choosing.labelOf(row.original)}
                        checked={row.getIsSelected()}
                        onChange={row.getToggleSelectedHandler()}
                      />
                    </td>
                  )}
                  {columns.map((column, index) => (
                    <td
                      key={column.id}
                      className={classOf(column)}
                      style={column.style}
                      data-label={index === 0 || column.untitled ? undefined : column.title}
                    >
                      <div>{column.cell(row.original)}</div>
                    </td>
                  ))}
                </tr>
                {opened === null ? null : (
                  <tr>
                    <td colSpan={columns.length + (choosing === undefined ? 0 : 1)} className="inner">
                      {opened}
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
        {columns.some(({ foot }) => foot !== undefined) ? (
          <Foot columns={columns} besideBoxes={choosing !== undefined} />
        ) : null}
      </table>
    </div>
  );
}

interface FootProps<Row> {
  readonly columns: readonly DataColumn<Row>[];
  readonly besideBoxes: boolean;
}

function Foot<Row>({ columns, besideBoxes }: FootProps<Row>) {
  return (
    <tfoot>
      <tr>
        {besideBoxes ? <td /> : null}
        {columns.map((column, index) =>
          index === 0 ? (
            <th key={column.id} scope="row">
              {column.foot}
            </th>
          ) : (
            <td
              key={column.id}
              className={classOf(column)}
              style={column.style}
              data-label={column.foot === undefined ? undefined : column.title}
            >
              {column.foot === undefined ? null : <div>{column.foot}</div>}
            </td>
          ),
        )}
      </tr>
    </tfoot>
  );
}

function classOf<Row>({ end, className }: DataColumn<Row>): string | undefined {
  return [end ? 'end' : '', className].filter(Boolean).join(' ') || undefined;
}
