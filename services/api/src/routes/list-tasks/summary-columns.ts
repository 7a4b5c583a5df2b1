import type { ExpandablePart } from '@taskfold/contract';
import { SHOWN_COLUMNS } from '@taskfold/fold';

/** Columns that may be large, and the part of a summary that shows them. */
const LARGE: Readonly<Record<string, ExpandablePart>> = {
  input: 'input',
  output: 'output',
  usage_lines: 'usage',
};

/** Those that no summary shows. */
const NEVER: ReadonlySet<string> = new Set(['warnings']);

/** What is selected of `tasks t` for summaries: what is not asked for is null, and is not fetched from where it lies. */
export function summaryColumns(expand: ReadonlySet<ExpandablePart>): string {
  return SHOWN_COLUMNS.map((name) => {
    const part = LARGE[name];
    const left = NEVER.has(name) || (part !== undefined && !expand.has(part));
    return left ? `NULL AS ${name}` : `t.${name}`;
  }).join(', ');
}

/**
 * The bytes of the parts of one of `tasks t`, in SQL; null where no part that may be large is asked for. Only what is compressed is
 * read for it, and within the server alone.
 */
export function bytesOfParts(expand: ReadonlySet<ExpandablePart>): string | null {
  const names = Object.entries(LARGE).flatMap(([name, part]) => (expand.has(part) ? [name] : []));
  if (names.length === 0) return null;
  return names
    .map(
      (name) => `coalesce(CASE WHEN pg_column_compression(t.${name}) IS NULL THEN pg_column_size(t.${name})
        ELSE octet_length(t.${name}::text) END, 0)`,
    )
    .join(' + ');
}
