import type { DataColumn } from './data-column.ts';

interface ColumnTitleProps<Row> {
  readonly of: Pick<DataColumn<Row>, 'title' | 'untitled' | 'meaning' | 'end' | 'sortBy'>;
  readonly sorted: 'asc' | 'desc' | false;
  readonly onSort: ((event: unknown) => void) | undefined;
}

const ARROWS = { asc: '↑', desc: '↓' } as const;
const ORDERS = { asc: 'ascending', desc: 'descending' } as const;

/** The title of a column; a button where rows can be put in order by it. */
export function ColumnTitle<Row>({ of, sorted, onSort }: ColumnTitleProps<Row>) {
  const { title, untitled, meaning, end, sortBy } = of;
  return (
    <th
      scope="col"
      className={end ? 'end' : undefined}
      title={meaning}
      aria-sort={sorted === false ? undefined : ORDERS[sorted]}
    >
      {untitled ? <span className="unseen">{title}</span> : null}
      {untitled || sortBy !== undefined ? null : title}
      {sortBy === undefined ? null : (
        <button type="button" className="sorts" onClick={onSort}>
          {title}
          <span aria-hidden="true">{sorted === false ? '\u00a0' : ARROWS[sorted]}</span>
        </button>
      )}
    </th>
  );
}
