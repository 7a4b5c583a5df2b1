import { type CopyValue, copyRows, printCopyRow } from './copy-rows.ts';
import { type Column, insertRecordset, printRows } from './recordset.ts';
import type { Statement } from './statement.ts';

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

/** @param rows the keys of all of them in one order, so that they are copied without looking up each column by name */
export function* appendRows(
  { columns, name, insert }: AppendedTable,
  rows: readonly AppendedRow[],
): Generator<Statement> {
  const [first] = rows;
  if (first === undefined) return;
  if (rows.length >= COPY_FROM_ROWS) {
    const text = rows.map((row) => printCopyRow(Object.values(row))).join('');
    yield (client) => copyRows(client, `COPY ${name} (${Object.keys(first).join(', ')}) FROM STDIN`, text);
    return;
  }
  const values = [printRows(columns, rows)];
  yield async (client) => {
    await client.query({ name: `insert_${name}`, text: insert, values });
  };
}
