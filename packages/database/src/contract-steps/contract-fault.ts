import type { Client, Pool } from 'pg';
import { lt } from 'semver';
import manifest from '../../package.json' with { type: 'json' };

const EXISTS = `SELECT to_regclass('public.contract_steps') IS NOT NULL AS exists`;
const STEPS =
  'SELECT migration_name, oldest_version, reason FROM public.contract_steps ORDER BY migration_name';

interface Step {
  readonly migration_name: string;
  readonly oldest_version: string;
  readonly reason: string;
}

/**
 * Whether a migration of a newer version has taken away what this one uses. Of a database that was never migrated, or by a version
 * that noted no such steps, nothing can be said.
 *
 * @param version of this program; another one for tests
 * @returns a sentence that says what to do; null where this version can live with the database
 * @throws what the database says
 */
export async function contractFault(
  client: Pick<Pool, 'query'> | Pick<Client, 'query'>,
  version: string = manifest.version,
): Promise<string | null> {
  const { rows: tables } = await client.query<{ readonly exists: boolean }>(EXISTS);
  if (tables[0]?.exists !== true) return null;
  const { rows } = await client.query<Step>(STEPS);
  const steps = rows.filter(({ oldest_version }) => lt(version, oldest_version));
  const [first] = steps;
  if (first === undefined) return null;
  const oldest = steps.reduce((most, step) => (lt(most.oldest_version, step.oldest_version) ? step : most));
  return (
    `The database was migrated past version ${version}: ${first.migration_name} took away what it uses ` +
    `(${first.reason}). Run version ${oldest.oldest_version} or a newer one. To go back further, restore a backup that is ` +
    'older than that migration, and let the log bring what came since.'
  );
}
