import type { Queryable } from '../pools/create-pool.ts';
import { createPool, type DatabaseAddress, type DatabaseRole } from '../pools/create-pool.ts';
import { scramVerifier } from './scram-verifier.ts';

export interface Login {
  /** Name of the user. */
  readonly name: string;
  /** ASCII, of characters that can be seen. */
  readonly password: string;
  /** What it may take on, and nothing else. */
  readonly role: DatabaseRole;
}

/** The users that the services log in as, where nobody names others. */
export const LOGIN_NAMES: Readonly<Record<DatabaseRole, string>> = {
  taskfold_api: 'taskfold_api_login',
  taskfold_processor: 'taskfold_processor_login',
};

/** `%I` and `%L` are quoted by the server. NOINHERIT: without its role the login holds no right at all. */
const STATEMENTS = `
  SELECT CASE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = $1::text) THEN 'ALTER' ELSE 'CREATE' END
      || format(' ROLE %I LOGIN NOINHERIT PASSWORD %L', $1::text, $2::text)
      AS make_login,
    format('GRANT %I TO %I', $3::text, $1::text) AS grant_role`;

/**
 * Makes a user that a service can log in as, or gives it this password: a member of its role, owner of nothing. The password
 * itself is not sent to the server.
 *
 * @param pool of a user who may create roles
 */
export async function ensureLogin(pool: Queryable, { name, password, role }: Login): Promise<void> {
  const { rows } = await pool.query<{ readonly make_login: string; readonly grant_role: string }>(
    STATEMENTS,
    [name, scramVerifier(password), role],
  );
  const [row] = rows;
  // Logins belong to the whole server: another process may be making the same one.
  await pool.query(`BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('taskfold_roles', 0));
    ${row?.make_login}; ${row?.grant_role}; COMMIT`);
}

/** The same for several, with connections of its own. */
export async function ensureLogins(address: DatabaseAddress, logins: readonly Login[]): Promise<void> {
  const pool = createPool({ ...address, applicationName: 'taskfold-migrate', max: 1 });
  try {
    for (const login of logins) await ensureLogin(pool, login);
  } finally {
    await pool.end();
  }
}
