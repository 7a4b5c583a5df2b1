import type { Pool } from 'pg';
import { ownScripts } from '../migrations/migration-files.ts';
import { grantedRights, type Right } from './granted-rights.ts';

export interface RightsReport {
  /** How many the migrations grant. */
  readonly granted: number;
  /** Those that a role does not have, however it could come by them. A role that does not exist has none, and is not told of here. */
  readonly missing: readonly (Right & {
    /** Whether there is what the right is on. */
    readonly isThere: boolean;
  })[];
}

/** Null where the object, or the role, does not exist. */
const HAS: Readonly<Record<Right['kind'], string>> = {
  schema: 'has_schema_privilege(role, object, privilege)',
  table: 'has_table_privilege(role, to_regclass(object), privilege)',
  column: 'has_column_privilege(role, to_regclass(object), "column", privilege)',
  sequence: 'has_sequence_privilege(role, to_regclass(object), privilege)',
  function: 'has_function_privilege(role, to_regprocedure(object), privilege)',
};

const CASES = Object.entries(HAS)
  .map(([kind, has]) => `WHEN '${kind}' THEN ${has}`)
  .join(' ');

const SELECT = `
  SELECT n::int, CASE kind WHEN 'schema' THEN to_regnamespace(object) IS NOT NULL WHEN 'function' THEN to_regprocedure(object) IS NOT NULL
    ELSE to_regclass(object) IS NOT NULL END AS is_there
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) WITH ORDINALITY
    AS asked (role, privilege, kind, object, "column", n)
  WHERE EXISTS (SELECT FROM pg_roles WHERE rolname = role) AND NOT coalesce(CASE kind ${CASES} END, false)`;

/** Compares what the roles of the services may do with what the migrations of this version grant them. */
export async function missingRights(pool: Pick<Pool, 'query'>): Promise<RightsReport> {
  const rights = grantedRights(await ownScripts());
  const { rows } = await pool.query<{ readonly n: number; readonly is_there: boolean }>(SELECT, [
    rights.map(({ role }) => role),
    rights.map(({ privilege }) => privilege),
    rights.map(({ kind }) => kind),
    rights.map(({ object }) => object),
    rights.map(({ column }) => column ?? null),
  ]);
  const missing = new Map(rows.map(({ n, is_there: isThere }) => [n - 1, isThere]));
  return {
    granted: rights.length,
    missing: rights.flatMap((right, index) => {
      const isThere = missing.get(index);
      return isThere === undefined ? [] : [{ ...right, isThere }];
    }),
  };
}
