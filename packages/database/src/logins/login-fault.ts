import type { Queryable } from '../pools/create-pool.ts';

interface Row {
  readonly login: string;
  readonly is_superuser: boolean;
  readonly may_administer: boolean;
  readonly owns: boolean;
}

const SELECT = `
  SELECT session_user::text AS login, rolsuper AS is_superuser, rolcreaterole OR rolbypassrls AS may_administer,
    EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname = 'tasks'
      AND pg_has_role(rolname, relowner, 'MEMBER')) AS owns
  FROM pg_roles WHERE rolname = session_user`;

/**
 * Why the user that the pool logs in as is no wall: whoever runs statements as the service could take back all of its rights.
 *
 * @returns a sentence; null where it holds no more than the role that it takes on
 */
export async function loginFault(pool: Queryable): Promise<string | null> {
  const { rows } = await pool.query<Row>(SELECT);
  const [row] = rows;
  if (row === undefined || !(row.is_superuser || row.may_administer || row.owns)) return null;
  const what = row.is_superuser ? 'is a superuser' : row.owns ? 'owns the tables' : 'may administer roles';
  return (
    `The service logs in to PostgreSQL as ${row.login}, who ${what}: the role that it takes on could be given back. ` +
    'Let it log in as a user of its own, as the migration command makes with API_DATABASE_PASSWORD and PROCESSOR_DATABASE_PASSWORD.'
  );
}
