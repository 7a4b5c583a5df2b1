import { finished } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** A value of a row that is copied. A list is of words that need no quotes. */
export type CopyValue = string | number | boolean | readonly string[] | null;

const SPECIAL = /[\\\n\r\t]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A row in the text format of COPY, its line break included. */
export function printCopyRow(values: readonly CopyValue[]): string {
  let line = '';
  for (const [index, value] of values.entries()) {
    if (index > 0) line += '\t';
    if (value === null) line += '\\N';
    else if (typeof value === 'boolean') line += value ? 't' : 'f';
    else if (typeof value === 'object') line += `{${value.join(',')}}`;
    else if (typeof value === 'number' || !SPECIAL.test(value)) line += value;
    else line += value.replaceAll(/[\\\n\r\t]/g, (character) => ESCAPES[character] ?? character);
  }
  return `${line}\n`;
}

/**
 * Appends rows by COPY, the cheapest way that PostgreSQL has for rows which are only added.
 *
 * @param statement `COPY table (columns) FROM STDIN`
 * @param rows of {@link printCopyRow}, one after the other
 */
export async function copyRows(client: ClientBase, statement: string, rows: string): Promise<void> {
  const stream = client.query(copyFrom(statement));
  stream.end(rows);
  await finished(stream);
}
