export interface BoundedPageOptions {
  /** What is selected of `t`. */
  readonly columns: string;
  /** The bytes of one of `t`, which may be slow to tell. */
  readonly bytes: string;
  /** What follows FROM, and is called `t`. */
  readonly tasks: string;
  readonly order: string;
  readonly maxBytes: string;
}

/**
 * SQL for the tasks of a page up to the one that takes it beyond so many bytes, with `place` (from 1) and `found` (how many there are
 * without that bound). It goes from one task to the next, so that nothing is read of those that follow the last.
 */
export function boundedPage({ columns, bytes, tasks, order, maxBytes }: BoundedPageOptions): string {
  return `
    WITH RECURSIVE page AS MATERIALIZED (
      SELECT t.*, row_number() OVER (ORDER BY ${order}) AS place, count(*) OVER () AS found FROM ${tasks}
    ), taken (place, bytes) AS (
      SELECT t.place, (${bytes})::bigint FROM page t WHERE t.place = 1
      UNION ALL
      SELECT t.place, taken.bytes + ${bytes} FROM taken JOIN page t ON t.place = taken.place + 1
      WHERE taken.bytes < ${maxBytes}
    )
    SELECT ${columns}, t.place, t.found FROM taken JOIN page t USING (place) ORDER BY t.place`;
}
