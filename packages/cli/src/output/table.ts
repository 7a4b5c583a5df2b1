import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';
import type { View } from './output.ts';

/** A column of a table. */
export interface Column<Row> {
  readonly name: string;
  /** What a row shows there; outside data in it is escaped already. */
  readonly cell: (row: Row, view: View) => string;
  /** Numbers stand at the right. */
  readonly right?: boolean;
  /** Gives way where the terminal is narrow, down to a few characters; the others are kept whole. */
  readonly shrinks?: boolean;
}

const GAP = '  ';
const LEAST_SHRUNK = 8;

/** Rows below a line of names, each column as wide as its widest cell; a column without any content is left out. */
export function drawTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[], view: View): string {
  const cells = rows.map((row) => columns.map(({ cell }) => cell(row, view)));
  const widest = columns.map((_, index) => Math.max(...cells.map((row) => stringWidth(row[index] ?? ''))));
  const shown = columns.flatMap((column, index) =>
    widest[index] === 0
      ? []
      : [{ ...column, index, width: Math.max(widest[index] ?? 0, stringWidth(column.name)) }],
  );
  const over = shown.reduce((sum, { width }) => sum + width + GAP.length, -GAP.length) - view.columns;
  const widths = shrunk(shown, over);
  const line = (texts: readonly string[]) =>
    texts
      .map((text, index) => fitted(text, widths[index] ?? 0, shown[index]?.right ?? false))
      .join(GAP)
      .trimEnd();
  const head = line(shown.map(({ name }) => name));
  return [
    view.style.faint(head),
    ...cells.map((row) => line(shown.map(({ index }) => row[index] ?? ''))),
  ].join('\n');
}

/** Widths of which the widest that may shrink have given way, as far as they can, until the line fits. */
function shrunk(
  columns: readonly { readonly width: number; readonly shrinks?: boolean }[],
  over: number,
): number[] {
  const widths = columns.map(({ width }) => width);
  for (let left = over; left > 0; left -= 1) {
    const able = widths
      .map((width, index) => ({ width, index }))
      .filter(({ width, index }) => columns[index]?.shrinks === true && width > LEAST_SHRUNK);
    const most = able.toSorted((one, other) => other.width - one.width)[0];
    if (most === undefined) break;
    widths[most.index] = most.width - 1;
  }
  return widths;
}

function fitted(text: string, width: number, right: boolean): string {
  const kept = stringWidth(text) > width ? cliTruncate(text, width) : text;
  const padding = ' '.repeat(Math.max(0, width - stringWidth(kept)));
  return right ? `${padding}${kept}` : `${kept}${padding}`;
}
