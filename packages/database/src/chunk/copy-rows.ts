import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** A value of a row that is copied. A list is of words that need no quotes. */
export type CopyValue = string | number | boolean | readonly string[] | null;

const SPECIAL = /[\\\n\r\t]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A row in the text format of COPY, its line break included. */
export function printCopyRow(values: readonly CopyValue[]): string {
  // Joined and not added up: a text of a hundred additions is put together again when it is sent, piece by piece.
  return `${values.map(printCopyValue).join('\t')}\n`;
}

function printCopyValue(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return SPECIAL.test(value) ? escapeSpecial(value) : value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return `{${value.join(',')}}`;
}

function escapeSpecial(text: string): string {
  return text.replaceAll(/[\\\n\r\t]/g, (character) => ESCAPES[character] ?? character);
}

/**
 * Appends rows by COPY, the cheapest way that PostgreSQL has for rows which are only added. It works on one piece while the
 * next is printed.
 *
 * @param statement `COPY table (columns) FROM STDIN`
 * @param pieces rows of {@link printCopyRow}, one after the other; asked for one by one
 */
export async function copyRows(
  client: ClientBase,
  statement: string,
  pieces: Iterable<string>,
): Promise<void> {
  await pipeline(Readable.from(pieces), client.query(copyFrom(statement)));
}
