import { type CopyValue, copyRows, printCopyRow } from './copy-rows.ts';
import { inPieces } from './pieces.ts';
import { type Column, insertRecordset, printRows } from './recordset.ts';
import { type Statement, statementOf } from './statement.ts';

/**
 * From so many rows on they are copied. COPY is the cheapest way for each row, but takes two round trips in four pieces where
 * an INSERT that is prepared takes one in one: where chunks are small, that is most of what they cost.
 */
export const COPY_FROM_ROWS = 100;

/** A table that rows are only added to. */
export interface AppendedTable {
  readonly columns: readonly Column[];
  readonly name: string;
  readonly insert: string;
}

/** A value for every column of the table. */
export type AppendedRow = Readonly<Record<string, CopyValue>>;

export function appendedTable(table: string, columns: readonly Column[]): AppendedTable {
  return {
    columns,
    name: table,
    insert: insertRecordset(table, columns),
  };
}

/**
 * Rows are made, printed and forgotten piece by piece: the database works on one piece while the next is printed, and no
 * more than a piece of them is held.
 *
 * @param rowOf the row of an item, the keys of all of them in one order, so that they are copied without looking up each
 *   column by name
 */
export function* appendRows<Item>(
  { columns, name, insert }: AppendedTable,
  items: readonly Item[],
  rowOf: (item: Item) => AppendedRow,
): Generator<Statement> {
  const [first] = items;
  if (first === undefined) return;
  if (items.length >= COPY_FROM_ROWS) {
    const names = Object.keys(rowOf(first)).join(', ');
    yield (client) => copyRows(client, `COPY ${name} (${names}) FROM STDIN`, printPieces(items, rowOf));
    return;
  }
  yield statementOf(`insert_${name}`, insert, [printRows(columns, items.map(rowOf))]);
}

function* printPieces<Item>(items: readonly Item[], rowOf: (item: Item) => AppendedRow): Generator<string> {
  for (const piece of inPieces(items)) {
    yield piece.map((item) => printCopyRow(Object.values(rowOf(item)))).join('');
  }
}
