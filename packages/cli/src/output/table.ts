import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';
import type { View } from './output.ts';

/** A column of a table. */
export interface TableColumn<Row> {
  readonly name: string;
  /** What a row shows there; outside data in it is escaped already. */
  readonly cell: (row: Row, view: View) => string;
  /** Numbers stand at the right. */
  readonly right?: boolean;
  /** Gives way where the terminal is narrow, down to a few characters; the others are kept whole. */
  readonly shrinks?: boolean;
  /** Left out where the terminal is too narrow for all. */
  readonly optional?: boolean;
}

const GAP = '  ';
const LEAST_SHRUNK = 8;

/** Rows below a line of names, each column as wide as its widest cell; a column without any content is left out. */
export function drawTable<Row>(
  columns: readonly TableColumn<Row>[],
  rows: readonly Row[],
  view: View,
): string {
  const measured = columns.flatMap((column) => {
    const cells = rows.map((row) => column.cell(row, view));
    const widest = Math.max(...cells.map((cell) => stringWidth(cell)));
    return widest === 0 ? [] : [{ ...column, cells, width: Math.max(widest, stringWidth(column.name)) }];
  });
  const shown = fitting(measured, view.columns);
  const widths = shrunk(shown, lengthOf(shown.map(({ width }) => width)) - view.columns);
  const line = (texts: readonly string[]) =>
    texts
      .map((text, index) => fitted(text, widths[index] ?? 0, shown[index]?.right ?? false))
      .join(GAP)
      .trimEnd();
  const head = view.style.faint(line(shown.map(({ name }) => name)));
  return [head, ...rows.map((_, row) => line(shown.map(({ cells }) => cells[row] ?? '')))].join('\n');
}

interface Measured {
  readonly width: number;
  readonly shrinks?: boolean;
  readonly optional?: boolean;
}

function lengthOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length);
}

/** The columns that there is room for, however narrow they get: what may be left out goes from the right. */
function fitting<Of extends Measured>(columns: readonly Of[], room: number): readonly Of[] {
  const least = columns.map(({ width, shrinks }) => (shrinks ? Math.min(width, LEAST_SHRUNK) : width));
  const last = columns.findLastIndex(({ optional }) => optional === true);
  if (last < 0 || lengthOf(least) <= room) return columns;
  return fitting(columns.toSpliced(last, 1), room);
}

/** Widths of which the widest that may shrink have given way, as far as they can, until the line fits. */
function shrunk(columns: readonly Measured[], over: number): number[] {
  const widths = columns.map(({ width }) => width);
  if (!Number.isFinite(over)) return widths;
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
