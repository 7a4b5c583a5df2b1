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
  readonly insert: { readonly name: string; readonly text: string };
  readonly copy: string;
}

export function appendedTable(table: string, columns: readonly Column[]): AppendedTable {
  return {
    columns,
    insert: { name: `insert_${table}`, text: insertRecordset(table, columns) },
    copy: `COPY ${table} (${columns.map(({ name }) => name).join(', ')}) FROM STDIN`,
  };
}

/** @param rows each with a value for every column of the table, in their order */
export function* appendRows(
  { columns, insert, copy }: AppendedTable,
  rows: readonly (readonly CopyValue[])[],
): Generator<Statement> {
  if (rows.length === 0) return;
  if (rows.length >= COPY_FROM_ROWS) {
    const text = rows.map(printCopyRow).join('');
    yield (client) => copyRows(client, copy, text);
    return;
  }
  const named = rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])));
  const values = [printRows(columns, named)];
  yield async (client) => {
    await client.query({ ...insert, values });
  };
}
