import type { Pool } from 'pg';
import { MIGRATIONS_DIRECTORY, readMigrations } from '../migrations/migration-files.ts';

export interface MissingObject {
  /** `no_index`: it is not there. `invalid_index`: nobody uses it, and writes keep it all the same. `trigger_off`: it does nothing. */
  readonly kind: 'no_index' | 'invalid_index' | 'trigger_off' | 'no_primary_key';
  readonly table: string;
  /** Of the index, or of the trigger; of a table that has no primary key its own. */
  readonly name: string;
  /** What makes it as the migrations have it; null where that is not one statement. */
  readonly statement: string | null;
}

export interface ObjectsReport {
  /** How many indexes the migrations make, apart from those of primary keys. */
  readonly indexes: number;
  readonly missing: readonly MissingObject[];
}

const CREATE = /^\s*CREATE (?:UNIQUE )?INDEX (?:CONCURRENTLY )?(\w+)\s+ON (\w+)[^;]*;/gm;
const DROP = /^\s*DROP INDEX (?:CONCURRENTLY )?(\w+)\s*;/gm;

interface Index {
  readonly name: string;
  readonly table: string;
  readonly statement: string;
}

/** The indexes that scripts of migrations leave, in their order; they are made in statements that begin a line. */
export function createdIndexes(scripts: readonly string[]): Index[] {
  const indexes = new Map<string, Index>();
  for (const script of scripts) {
    for (const [statement, name = '', table = ''] of script.matchAll(CREATE)) {
      indexes.set(name, { name, table, statement: statement.replaceAll(/\s+/g, ' ').trim() });
    }
    for (const [, name = ''] of script.matchAll(DROP)) indexes.delete(name);
  }
  return [...indexes.values()];
}

const SELECT = `
  SELECT 'no_index' AS kind, asked."table", asked.name FROM unnest($1::text[], $2::text[]) AS asked (name, "table")
  WHERE to_regclass('public.' || asked."table") IS NOT NULL AND to_regclass('public.' || asked.name) IS NULL
  UNION ALL
  SELECT 'invalid_index', i.indrelid::regclass::text, c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
  WHERE c.relnamespace = 'public'::regnamespace AND NOT (i.indisvalid AND i.indisready)
    AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid)
  UNION ALL
  SELECT 'trigger_off', t.tgrelid::regclass::text, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
  WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal AND t.tgenabled <> 'O'
  UNION ALL
  SELECT 'no_primary_key', c.relname, c.relname FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname = ANY($3)
    AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p')
  ORDER BY 2, 3`;

const TABLES = /^\s*CREATE TABLE (\w+)/gm;

/** Compares the indexes, primary keys and triggers that are there with those that the migrations of this version make. */
export async function missingObjects(pool: Pick<Pool, 'query'>): Promise<ObjectsReport> {
  const { migrationDirectories } = await readMigrations(MIGRATIONS_DIRECTORY);
  const scripts = migrationDirectories.map(({ migrationFile }) => migrationFile.content.value);
  const indexes = createdIndexes(scripts);
  const tables = scripts.flatMap((script) => [...script.matchAll(TABLES)].map(([, name]) => name));
  const { rows } = await pool.query<Omit<MissingObject, 'statement'>>(SELECT, [
    indexes.map(({ name }) => name),
    indexes.map(({ table }) => table),
    tables,
  ]);
  const statements = new Map(indexes.map(({ name, statement }) => [name, statement]));
  return {
    indexes: indexes.length,
    missing: rows.map((row) => ({ ...row, statement: statements.get(row.name) ?? null })),
  };
}
