import type { DataColumn } from './data-column.ts';

interface ColumnTitleProps<Row> {
  readonly of: DataColumn<Row>;
  readonly sorted: 'asc' | 'desc' | false;
  /** Puts the rows in order by the column, or the other way round; without it that cannot be. */
  readonly onSort: ((event: unknown) => void) | undefined;
}

const ARROWS = { asc: '↑', desc: '↓' } as const;
const ORDERS = { asc: 'ascending', desc: 'descending' } as const;

/** The title of a column; a button where rows can be put in order by it. */
export function ColumnTitle<Row>({ of, sorted, onSort }: ColumnTitleProps<Row>) {
  const { title, untitled, meaning, end } = of;
  return (
    <th
      scope="col"
      className={end ? 'end' : undefined}
      title={meaning}
      aria-sort={sorted === false ? undefined : ORDERS[sorted]}
    >
      {onSort === undefined ? (
        <span className={untitled ? 'unseen' : undefined}>{title}</span>
      ) : (
        <button type="button" className="sorts" onClick={onSort}>
          {title}
          <span aria-hidden="true">{sorted === false ? '\u00a0' : ARROWS[sorted]}</span>
        </button>
      )}
    </th>
  );
}
