import type { CSSProperties, ReactNode } from 'react';

/** What rows can be put in order by. */
export type SortValue = string | number | bigint;

/** How a column says what it shows of a row. */
export interface DataColumn<Row> {
  /** Names it within its table. */
  readonly id: string;
  readonly title: string;
  /** The title is only heard: buttons below it say what they do. */
  readonly untitled?: boolean;
  /** What the title means, where it is pointed at. */
  readonly meaning?: string;
  /** Stands at the end of its cells, as numbers and times do. */
  readonly end?: boolean;
  readonly className?: string;
  readonly style?: CSSProperties;
  readonly cell: (row: Row) => ReactNode;
  /** Its title puts the rows in order by this; those of null come last either way. Without it there is no order by this column. */
  readonly sortBy?: (row: Row) => SortValue | null;
  /** What stands below the column, such as its sum. The table has a line of these where any column has one. */
  readonly foot?: ReactNode;
}
