import { At } from '../parts.tsx';
import type { DataColumn } from './data-column.ts';

interface TimeColumn<Row> extends Pick<DataColumn<Row>, 'id' | 'title' | 'meaning'> {
  /** Null where the row has none. */
  readonly timeOf: (row: Row) => string | null;
  readonly now: number;
}

/** Times at the end of their cells, by which rows can be put in order. */
export function timeColumn<Row>({ timeOf, now, ...named }: TimeColumn<Row>): DataColumn<Row> {
  return { ...named, end: true, cell: (row) => <At time={timeOf(row)} now={now} />, sortBy: timeOf };
}
