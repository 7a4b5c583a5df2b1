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
  let separator = '';
  for (const value of values) {
    line += separator;
    separator = '\t';
    if (value === null) line += '\\N';
    else if (typeof value === 'string') line += SPECIAL.test(value) ? escapeSpecial(value) : value;
    else if (typeof value === 'number') line += value;
    else if (typeof value === 'boolean') line += value ? 't' : 'f';
    else line += `{${value.join(',')}}`;
  }
  return `${line}\n`;
}

function escapeSpecial(text: string): string {
  return text.replaceAll(/[\\\n\r\t]/g, (character) => ESCAPES[character] ?? character);
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
