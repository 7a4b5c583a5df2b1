import type { Pool } from '@taskfold/database';
import { type Check, type Finding, fail, warn, when } from '../check.ts';
import type { Database } from './open-database.ts';

interface Role {
  readonly role: string;
  readonly exists: boolean;
  /** Whether it may do what no role of a service may. */
  readonly is_mighty: boolean;
  /** Users that may log in and take it on, superusers aside. */
  readonly logins: readonly string[];
}

const ROLES = `
  SELECT name AS role, r.oid IS NOT NULL AS exists,
    coalesce(r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolbypassrls OR r.rolreplication, false) AS is_mighty,
    coalesce((SELECT array_agg(l.rolname::text ORDER BY l.rolname) FROM pg_roles AS l
      WHERE l.rolcanlogin AND NOT l.rolsuper AND pg_has_role(l.oid, r.oid, 'MEMBER')), '{}') AS logins
  FROM unnest(ARRAY['taskfold_api', 'taskfold_processor']) AS name LEFT JOIN pg_roles AS r ON r.rolname = name
  ORDER BY name`;

/** Connections of services, and whether who they logged in as could take back what the role gives up. */
const SERVICES = `
  SELECT DISTINCT application_name AS service, usename::text AS login,
    rolsuper OR rolcreaterole OR rolbypassrls OR EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace
      AND relname = 'tasks' AND pg_has_role(r.oid, relowner, 'MEMBER')) AS is_mighty
  FROM pg_stat_activity JOIN pg_roles AS r ON r.oid = usesysid
  WHERE datname = current_database() AND application_name IN ('taskfold-api', 'taskfold-processor')`;

interface Service {
  readonly service: string;
  readonly login: string;
  readonly is_mighty: boolean;
}

/** Whether the services have roles, and logins that are walls. */
export function rolesCheck(database: () => Database): Check {
  return {
    id: 'database.roles',
    title: 'Roles and logins',
    page: 'docs/operations/README.md#logins-to-the-database',
    needs: ['database.connection'],
    async examine() {
      const { login } = database();
      const [roles, services] = await Promise.all([rolesOf(login), servicesOf(login)]);
      return {
        summary: roles
          .map(
            ({ role, exists, logins }) => `${role}: ${exists ? logins.join(', ') || 'no login' : 'missing'}`,
          )
          .join('; '),
        values: { roles, services },
        findings: [...roles.flatMap(roleFindings), ...services.flatMap(serviceFindings)],
      };
    },
  };
}

async function rolesOf(pool: Pool): Promise<readonly Role[]> {
  return (await pool.query<Role>(ROLES)).rows;
}

async function servicesOf(pool: Pool): Promise<readonly Service[]> {
  return (await pool.query<Service>(SERVICES)).rows;
}

function roleFindings({ role, exists, is_mighty: isMighty }: Role): readonly Finding[] {
  if (!exists) {
    return [
      fail(
        `There is no role ${role}: its service cannot use the database.`,
        `Create it (CREATE ROLE ${role} NOLOGIN), and grant it what the migrations grant: taskfold doctor --only database.rights lists that.`,
      ),
    ];
  }
  return when(isMighty, () =>
    fail(
      `The role ${role} is a superuser or may make roles, databases or copies: whoever gets a statement into its service has all of that.`,
      `Take that away: ALTER ROLE ${role} NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS NOREPLICATION`,
    ),
  );
}

function serviceFindings({ service, login, is_mighty: isMighty }: Service): readonly Finding[] {
  return when(isMighty, () =>
    warn(
      `${service} is logged in as ${login}, who may give the role back and then do as it likes.`,
      'Make logins with API_DATABASE_PASSWORD and PROCESSOR_DATABASE_PASSWORD for taskfold migrate, and let DATABASE_URL of the service name its own.',
    ),
  );
}
