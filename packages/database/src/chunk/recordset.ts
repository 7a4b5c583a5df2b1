/** A column that a statement takes from a parameter. */
export interface Column {
  readonly name: string;
  /** Its type in the table. */
  readonly type: string;
}

/**
 * Rows travel as one JSON text: absent keys are null, so that a row of seventy columns costs what it holds. JSON columns
 * are carried as strings within it and cast, or their digits and the order of their keys would not survive.
 *
 * @param parameter that carries them; the first where absent
 * @returns a table expression, named `r`
 */
export function recordset(columns: readonly Column[], parameter = 1): string {
  const list = columns.map(({ name, type }) => `${name} ${CARRIED_AS_TEXT.has(type) ? 'text' : type}`);
  return `json_to_recordset($${parameter}::json) AS r(${list.join(', ')})`;
}

/**
 * Rows of parameters with the partition that all of them lie in, as `kafka_partition`.
 *
 * OFFSET 0 keeps it from being looked up alone: of tables that are new, and of which the planner knows nothing yet, it would take
 * all rows of the partition and compare each with each key, and a prepared statement keeps its plan.
 *
 * @param rows a table expression with its alias
 * @param parameter that carries the partition
 */
export function inPartition(rows: string, parameter: number): string {
  return `(SELECT *, $${parameter}::int AS kafka_partition FROM ${rows} OFFSET 0)`;
}

/** The value of a column of {@link recordset}, as the table takes it. */
export function valueIn({ name, type }: Column): string {
  if (type === 'bytea') return `decode(r.${name}, 'base64')`;
  return CARRIED_AS_TEXT.has(type) ? `r.${name}::${type}` : `r.${name}`;
}

const CARRIED_AS_TEXT: ReadonlySet<string> = new Set(['json', 'jsonb', 'bytea']);

/** `INSERT INTO table (...) SELECT ... FROM` a recordset. */
export function insertRecordset(table: string, columns: readonly Column[], parameter = 1): string {
  const names = columns.map(({ name }) => name).join(', ');
  return `INSERT INTO ${table} (${names}) SELECT ${columns.map(valueIn).join(', ')} FROM ${recordset(columns, parameter)}`;
}

/** The parameter of a {@link recordset}: the columns of the rows that are not null. */
export function printRows(columns: readonly Column[], rows: readonly object[]): string {
  return JSON.stringify(rows.map((row) => pick(columns, row as Readonly<Record<string, unknown>>)));
}

function pick(columns: readonly Column[], row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const { name } of columns) {
    const value = row[name];
    if (value !== null && value !== undefined) picked[name] = value;
  }
  return picked;
}
