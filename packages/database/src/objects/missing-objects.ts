import type { Pool } from 'pg';
import { ownScripts } from '../migrations/migration-files.ts';

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

interface Index {
  readonly name: string;
  readonly table: string;
  readonly statement: string;
}

/** The words of each statement; comments, which have lines of their own, may hold semicolons. */
function statementsOf(script: string): string[][] {
  const lines = script.split('\n').filter((line) => !line.trimStart().startsWith('--'));
  return lines
    .join(' ')
    .split(';')
    .map((statement) => statement.split(' ').filter((word) => word !== ''));
}

/** The indexes that scripts of migrations leave, in their order. */
function createdIndexes(scripts: readonly string[]): Index[] {
  const indexes = new Map<string, Index>();
  for (const words of scripts.flatMap(statementsOf)) {
    const [verb, ...rest] = words.filter((word) => word !== 'UNIQUE' && word !== 'CONCURRENTLY');
    const [kind, name = '', on, table = ''] = rest;
    if (kind !== 'INDEX') continue;
    if (verb === 'DROP') indexes.delete(name);
    if (verb === 'CREATE' && on === 'ON') indexes.set(name, { name, table, statement: words.join(' ') });
  }
  return [...indexes.values()];
}

function createdTables(scripts: readonly string[]): string[] {
  return scripts
    .flatMap(statementsOf)
    .flatMap(([verb, kind, name = '']) => (verb === 'CREATE' && kind === 'TABLE' ? [name] : []));
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

/** Compares the indexes, primary keys and triggers that are there with those that the migrations of this version make. */
export async function missingObjects(pool: Pick<Pool, 'query'>): Promise<ObjectsReport> {
  const scripts = await ownScripts();
  const indexes = createdIndexes(scripts);
  const { rows } = await pool.query<Omit<MissingObject, 'statement'>>(SELECT, [
    indexes.map(({ name }) => name),
    indexes.map(({ table }) => table),
    createdTables(scripts),
  ]);
  const statements = new Map(indexes.map(({ name, statement }) => [name, statement]));
  return {
    indexes: indexes.length,
    missing: rows.map((row) => ({ ...row, statement: statements.get(row.name) ?? null })),
  };
}
