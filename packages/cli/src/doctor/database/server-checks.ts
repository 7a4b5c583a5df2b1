import { type Check, type Finding, fail, warn, when } from '../check.ts';
import type { Database } from './open-database.ts';

interface Server {
  readonly fsync: string;
  readonly full_page_writes: string;
  readonly max_connections: number;
  readonly reserved: number;
  readonly connections: number;
}

const SERVER = `
  SELECT current_setting('fsync') AS fsync, current_setting('full_page_writes') AS full_page_writes,
    current_setting('max_connections')::int AS max_connections,
    current_setting('superuser_reserved_connections')::int AS reserved,
    (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections`;

/** Of the connections that the server gives, so much may be in use. */
const MOST_USED = 0.85;

/** Whether the server keeps what it confirms, and has connections left. */
export function serverCheck(database: () => Database): Check {
  return {
    id: 'database.server',
    title: 'Durability and connections',
    page: 'docs/operations/doctor.md#databaseserver',
    needs: ['database.connection'],
    async examine() {
      const { rows } = await database().login.query<Server>(SERVER);
      const [server] = rows;
      if (server === undefined) throw new Error('PostgreSQL says nothing of itself');
      const { fsync, full_page_writes: pages, connections, max_connections: most, reserved } = server;
      const off = [...(fsync === 'off' ? ['fsync'] : []), ...(pages === 'off' ? ['full_page_writes'] : [])];
      return {
        summary: `${connections} of ${most} connections`,
        values: { ...server },
        findings: [
          ...when(off.length > 0, () =>
            warn(
              `${off.join(' and ')} ${off.length === 1 ? 'is' : 'are'} off: a crash of the machine may leave a database that cannot be used.`,
              'Turn it on in postgresql.conf; off is for tests alone.',
            ),
          ),
          ...when(connections > (most - reserved) * MOST_USED, () =>
            warn(
              `${connections} of ${most - reserved} connections are in use: further ones are soon refused.`,
              'Lower DATABASE_POOL_MAX and QUERY_POOL_MAX, run fewer processes, set a pooler in front, or raise max_connections.',
            ),
          ),
        ],
      };
    },
  };
}

interface Default {
  readonly of_role: string | null;
  readonly of_database: string | null;
  readonly name: string;
  readonly value: string;
}

/** What was set for the database, or for users who may take on a role of the services. */
const DEFAULTS = `
  SELECT r.rolname::text AS of_role, d.datname::text AS of_database,
    split_part(setting, '=', 1) AS name, substr(setting, strpos(setting, '=') + 1) AS value
  FROM pg_db_role_setting AS s CROSS JOIN unnest(s.setconfig) AS setting
  LEFT JOIN pg_roles AS r ON r.oid = s.setrole LEFT JOIN pg_database AS d ON d.oid = s.setdatabase
  WHERE (s.setdatabase = 0 OR d.datname = current_database())
    AND (s.setrole = 0 OR r.rolname = session_user OR EXISTS (SELECT FROM pg_roles AS service
      WHERE service.rolname IN ('taskfold_api', 'taskfold_processor') AND NOT r.rolsuper
        AND pg_has_role(r.oid, service.oid, 'MEMBER')))
  ORDER BY 3, 1, 2`;

/** Settings that every connection of ours asks for anew, and what they are then. */
const OVERRIDDEN: Readonly<Record<string, string>> = {
  timezone: 'UTC',
  datestyle: 'ISO',
  statement_timeout: 'limits of its own',
  idle_in_transaction_session_timeout: 'a limit of its own',
};

/** Settings that nobody asks for anew, with the values that are right and what others do. */
const KEPT: Readonly<Record<string, { readonly right: RegExp; readonly does: string }>> = {
  default_transaction_read_only: { right: /^(?:off|false)$/i, does: 'nothing can be written' },
  default_transaction_isolation: { right: /^read committed$/i, does: 'transactions fail that would wait' },
  session_replication_role: { right: /^origin$/i, does: 'the audit log can be changed' },
  synchronous_commit: {
    right: /^(?:on|remote_apply|remote_write)$/i,
    does: 'a crash takes back what was confirmed',
  },
  search_path: { right: /\bpublic\b/, does: 'tables are not found' },
  lock_timeout: { right: /^0/, does: 'a processor gives up where it should wait' },
  transaction_timeout: { right: /^0/, does: 'chunks and migrations are cut off' },
};

/** Whether somebody has set defaults for the database or the logins that services do not expect. */
export function defaultsCheck(database: () => Database): Check {
  return {
    id: 'database.defaults',
    title: 'Defaults of database and logins',
    page: 'docs/operations/doctor.md#databasedefaults',
    needs: ['database.connection'],
    async examine() {
      const { rows } = await database().login.query<Default>(DEFAULTS);
      return {
        summary: rows.length === 0 ? 'none are set' : `${rows.length} set`,
        values: { defaults: rows },
        findings: rows.flatMap(defaultFindings),
      };
    },
  };
}

function defaultFindings({ of_role: role, of_database: database, name, value }: Default): readonly Finding[] {
  const whose =
    role === null
      ? `The database ${database}`
      : `The user ${role}${database === null ? '' : ` in the database ${database}`}`;
  const reset =
    role === null
      ? `ALTER DATABASE "${database}" RESET ${name}`
      : `ALTER ROLE "${role}"${database === null ? '' : ` IN DATABASE "${database}"`} RESET ${name}`;
  const [overridden, kept] = [OVERRIDDEN[name.toLowerCase()], KEPT[name.toLowerCase()]];
  if (kept !== undefined && !kept.right.test(value)) {
    return [fail(`${whose} has ${name} = ${value}: ${kept.does}.`, `Take it back: ${reset}`)];
  }
  if (overridden === undefined || value.toUpperCase() === overridden || /^ISO\b/i.test(value)) return [];
  return [
    warn(
      `${whose} has ${name} = ${value}. Connections of Taskfold ask for ${overridden}, also through a pooler; others, such as psql and reports, do not.`,
      `Take it back: ${reset}`,
    ),
  ];
}

interface Wait {
  readonly pid: number;
  readonly application: string;
  readonly seconds: number;
  readonly blocked_by: readonly number[];
  readonly blockers: readonly string[];
}

const WAITS = `
  SELECT l.pid, a.application_name AS application, extract(epoch FROM clock_timestamp() - l.waitstart)::float8 AS seconds,
    pg_blocking_pids(l.pid) AS blocked_by,
    (SELECT coalesce(array_agg(DISTINCT b.application_name), '{}') FROM pg_stat_activity AS b WHERE b.pid = ANY (pg_blocking_pids(l.pid))) AS blockers
  FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
  WHERE NOT l.granted AND a.datname = current_database() AND l.waitstart < clock_timestamp() - interval '5 seconds'
  ORDER BY l.waitstart LIMIT 20`;

/** Whether somebody holds what others wait for. */
export function locksCheck(database: () => Database): Check {
  return {
    id: 'database.locks',
    title: 'Locks that others wait for',
    page: 'docs/operations/doctor.md#databaselocks',
    needs: ['database.connection'],
    async examine() {
      const { rows } = await database().login.query<Wait>(WAITS);
      return {
        summary: rows.length === 0 ? 'nobody waits' : `${rows.length} wait`,
        values: { waits: rows },
        findings: rows.map(({ pid, application, seconds, blocked_by: by, blockers }) =>
          warn(
            `The connection ${pid} (${application}) has waited ${Math.round(seconds)} s for what ${by.join(', ')} (${blockers.join(', ')}) holds.`,
            `Let it end its transaction, or end it: SELECT pg_terminate_backend(${by[0]})`,
          ),
        ),
      };
    },
  };
}
