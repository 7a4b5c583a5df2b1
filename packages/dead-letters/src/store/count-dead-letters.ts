import type { DeadLetterCode } from '@taskfold/contract';
import type { Pool } from '@taskfold/database';
import { conditionsOf, type DeadLetterFilters } from './list-dead-letters.ts';

export interface CountedDeadLetters {
  readonly code: DeadLetterCode;
  readonly count: number;
}

/** How many pass the filters, by code, the most first. */
export async function countDeadLetters(
  pool: Pick<Pool, 'query'>,
  filters: DeadLetterFilters,
): Promise<readonly CountedDeadLetters[]> {
  const values: unknown[] = [];
  const conditions = conditionsOf(filters, (value) => `$${values.push(value)}`);
  const { rows } = await pool.query<CountedDeadLetters>(
    `SELECT code, count(*)::int AS count FROM dead_letters
     ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`} GROUP BY code ORDER BY 2 DESC, 1`,
    values,
  );
  return rows;
}
