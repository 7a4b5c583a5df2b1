import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { MIGRATIONS_DIRECTORY, readMigrations } from './migration-files.ts';

/** What a database has been through, beside what this version brings; names in order. */
export interface AppliedMigrations {
  readonly applied: readonly string[];
  /** This version brings them, and the database does not have them. */
  readonly missing: readonly string[];
  /** The database has them, and this version does not know them: it is older. */
  readonly unknown: readonly string[];
  /** They began and did not end, or failed. */
  readonly failed: readonly string[];
  /** Their files are not what was applied. */
  readonly edited: readonly string[];
}

interface Row {
  readonly migration_name: string;
  readonly checksum: string;
  readonly is_finished: boolean;
}

const TABLE = `SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS exists`;

const SELECT = `SELECT migration_name, checksum, finished_at IS NOT NULL AS is_finished FROM public._prisma_migrations
  WHERE rolled_back_at IS NULL ORDER BY migration_name`;

let known: ReadonlyMap<string, string> | undefined;

/** By name. The files of a version do not change while it runs, and running services ask every few seconds. */
async function ownChecksums(): Promise<ReadonlyMap<string, string>> {
  if (known === undefined) {
    const { migrationDirectories } = await readMigrations(MIGRATIONS_DIRECTORY);
    known = new Map(
      migrationDirectories.map(({ path, migrationFile }) => [path, sha256(migrationFile.content.value)]),
    );
  }
  return known;
}

/** Only reads, unlike the engine that migrates, whose table this is. */
export async function appliedMigrations(pool: Pick<Pool, 'query'>): Promise<AppliedMigrations> {
  const checksums = await ownChecksums();
  const { rows: tables } = await pool.query<{ readonly exists: boolean }>(TABLE);
  const rows = tables[0]?.exists === true ? (await pool.query<Row>(SELECT)).rows : [];
  const finished = rows.filter(({ is_finished }) => is_finished);
  const names = (some: readonly Row[]) => some.map(({ migration_name }) => migration_name);
  const applied = new Set(names(finished));
  return {
    applied: [...applied],
    missing: [...checksums.keys()].filter((name) => !applied.has(name)),
    unknown: names(finished.filter(({ migration_name }) => !checksums.has(migration_name))),
    failed: names(rows.filter(({ is_finished }) => !is_finished)),
    edited: names(
      finished.filter(({ migration_name, checksum }) => {
        const known = checksums.get(migration_name);
        return known !== undefined && known !== checksum;
      }),
    ),
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
