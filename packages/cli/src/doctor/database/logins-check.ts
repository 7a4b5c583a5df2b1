import { type Check, type Finding, fail, warn } from '../check.ts';
import type { Database } from './open-database.ts';

interface Login {
  readonly login: string;
  /** At once; null where there is no limit. */
  readonly limit: number | null;
  readonly used: number;
  /** Until its password ends; null where it does not. */
  readonly days_left: number | null;
}

// The database's own limit counts for everybody in it.
const LOGINS = `
  SELECT rolname::text AS login, nullif(rolconnlimit, -1) AS limit,
    (SELECT count(*)::int FROM pg_stat_activity WHERE usesysid = r.oid) AS used,
    CASE WHEN isfinite(rolvaliduntil) THEN extract(epoch FROM rolvaliduntil - now())::float8 / 86400 END AS days_left
  FROM pg_roles AS r
  WHERE rolcanlogin AND (rolname = current_user OR EXISTS (SELECT FROM pg_roles AS s
    WHERE s.rolname IN ('taskfold_api', 'taskfold_processor') AND NOT r.rolsuper AND pg_has_role(r.oid, s.oid, 'MEMBER')))
  UNION ALL
  SELECT 'everybody in the database ' || datname, nullif(datconnlimit, -1),
    (SELECT count(*)::int FROM pg_stat_activity WHERE datid = d.oid), NULL
  FROM pg_database AS d WHERE datname = current_database()
  ORDER BY login`;

/** As many connections as a process of a service keeps by default, and those of a rolling restart beside them. */
const FEW = 20;
const SOON_DAYS = 14;

/** Whether the logins of the services may have as many connections as they need, for as long as they need them. */
export function loginsCheck(database: () => Database): Check {
  return {
    id: 'database.logins',
    title: 'Limits of logins',
    page: 'docs/operations/doctor.md#databaselogins',
    needs: ['database.connection'],
    async examine() {
      const { rows: logins } = await database().login.query<Login>(LOGINS);
      const limited = logins.filter(({ limit, days_left: days }) => limit !== null || days !== null);
      return {
        summary: limited.length === 0 ? 'none has a limit' : limited.map(({ login }) => login).join(', '),
        values: { logins },
        findings: logins.flatMap((login) => [...connectionFindings(login), ...passwordFindings(login)]),
      };
    },
  };
}

function connectionFindings({ login, limit, used }: Login): Finding[] {
  if (limit === null || (limit > FEW && used < limit)) return [];
  const found = `${login} may have ${limit} connections at once, and has ${used}`;
  const toDo = login.startsWith('everybody')
    ? 'Raise it: ALTER DATABASE … CONNECTION LIMIT -1, or to what all processes together may open (DATABASE_POOL_MAX, QUERY_POOL_MAX)'
    : `Raise it: ALTER ROLE "${login}" CONNECTION LIMIT -1, or to what all of its processes together may open (DATABASE_POOL_MAX, QUERY_POOL_MAX)`;
  return [
    used >= limit
      ? fail(`${found}: further ones are refused.`, toDo)
      : warn(`${found}: a few processes need more.`, toDo),
  ];
}

function passwordFindings({ login, days_left: days }: Login): Finding[] {
  if (days === null || days > SOON_DAYS) return [];
  const toDo = `Give it a new one, and a later end: ALTER ROLE "${login}" PASSWORD '…' VALID UNTIL '…'`;
  return [
    days <= 0
      ? fail(`The password of ${login} has ended: it cannot log in.`, toDo)
      : warn(`The password of ${login} ends in ${Math.ceil(days)} days.`, toDo),
  ];
}
