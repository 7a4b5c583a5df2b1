import {
  ConnectionFault,
  createPool,
  type DatabaseRole,
  type Pool,
  type PoolOptions,
  pooledAddress,
} from '@taskfold/database';
import { CannotTell } from '../check.ts';
import type { DatabaseSettings } from '../settings.ts';

/** The way to the database, for all checks together. */
export interface Database {
  /** With what the login may by itself, for what it is. */
  readonly login: Pool;
  /** With the role that reads the tables, where the login has to take one on. @throws CannotTell where it may not */
  readonly pool: () => Promise<Pool>;
  /** How {@link pool} goes. */
  readonly options: () => Promise<PoolOptions>;
  close(): Promise<void>;
}

const ANSWER_MS = 8000;

/** Which role a login takes on that may not read by itself, as those of the services: they inherit nothing. */
const ROLE = `
  SELECT rolname AS role FROM pg_roles
  WHERE rolname IN ('taskfold_processor', 'taskfold_api') AND pg_has_role(session_user, oid, 'MEMBER')
    AND NOT coalesce(has_table_privilege(session_user, to_regclass('public.checkpoints'), 'SELECT'), true)
  ORDER BY rolname DESC LIMIT 1`;

/** Nothing connects before it is used. */
export function openExaminedDatabase(settings: DatabaseSettings): Database {
  const common = {
    ...pooledAddress(settings),
    applicationName: 'taskfold-doctor',
    max: 4,
    statementTimeoutMs: ANSWER_MS,
    answerTimeoutMs: ANSWER_MS,
  };
  const login = createPool({ ...common, max: 2 });
  let opened: Promise<{ readonly pool: Pool; readonly options: PoolOptions }> | undefined;
  const open = () => {
    opened ??= roleOf(login, settings).then((role) => {
      const options = { ...common, ...(role === null ? {} : { role }) };
      return { pool: createPool(options), options };
    });
    return opened;
  };
  return {
    login,
    async pool() {
      const { pool } = await open();
      try {
        await pool.query('SELECT 1');
      } catch (error) {
        throw error instanceof ConnectionFault ? new CannotTell('waits for database.path') : error;
      }
      return pool;
    },
    options: async () => (await open()).options,
    async close() {
      await login.end();
      const made = await opened?.catch(() => undefined);
      await made?.pool.end();
    },
  };
}

async function roleOf(login: Pool, { DATABASE_ROLE: asked }: DatabaseSettings): Promise<DatabaseRole | null> {
  if (asked !== undefined) return asked === 'none' ? null : asked;
  const { rows } = await login.query<{ readonly role: DatabaseRole }>(ROLE);
  return rows[0]?.role ?? null;
}
