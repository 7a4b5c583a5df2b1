import type { Pool } from 'pg';
import { contractFault } from '../contract-steps/contract-fault.ts';
import { appliedMigrations } from './applied-migrations.ts';

/** How this version and the tables of a database fit together. */
export interface SchemaStanding {
  /** Migrations of newer versions, which this one lives with unless there is a fault. */
  readonly unknown: readonly string[];
  /** Migrations of this version that the database does not have. */
  readonly missing: readonly string[];
  /** Why this version cannot live with the database, in a sentence; null where it can. */
  readonly fault: string | null;
}

/** @throws what the database says */
export async function schemaStanding(pool: Pick<Pool, 'query'>): Promise<SchemaStanding> {
  const [{ unknown, missing }, fault] = await Promise.all([appliedMigrations(pool), contractFault(pool)]);
  return { unknown, missing, fault };
}
