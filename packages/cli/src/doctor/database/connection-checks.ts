import { ConnectionFault, directAddress, pathFault } from '@taskfold/database';
import { type Check, type Finding, fail, warn, when } from '../check.ts';
import { isLocalHost } from '../local-host.ts';
import { configOf, type Settings } from '../settings.ts';
import type { Database } from './open-database.ts';

const PAGE = 'docs/operations/postgresql.md';
const AS_SAID = 'Mend what the sentence names; every one of them is explained on the page.';

const ABOUT = `
  SELECT current_setting('server_version') AS version, session_user::text AS login, current_database()::text AS database,
    (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()) AS ssl,
    (SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()) AS ssl_version`;

interface About {
  readonly version: string;
  readonly login: string;
  readonly database: string;
  readonly ssl: boolean | null;
  readonly ssl_version: string | null;
}

/** Whether the database lets us in, and does as it is asked on the way that statements take. */
export function connectionChecks(settings: Settings, database: () => Database): Check[] {
  return [
    {
      id: 'database.connection',
      title: 'PostgreSQL lets us in',
      page: PAGE,
      needs: ['configuration.database'],
      async examine() {
        const { url, host, isVerified } = addressOf(configOf(settings.database).DATABASE_URL);
        try {
          const { rows } = await database().login.query<About>(ABOUT);
          const about = rows[0];
          const tls = about?.ssl === true ? (about.ssl_version ?? 'TLS') : 'no TLS';
          return {
            summary: `PostgreSQL ${about?.version} at ${url}, as ${about?.login}, ${tls}`,
            values: {
              version: about?.version,
              at: url,
              login: about?.login,
              database: about?.database,
              tls: about?.ssl,
            },
            findings: [
              ...when(about?.ssl === false && !isLocalHost(host), () =>
                warn(
                  `What is sent to PostgreSQL at ${url}, the password included, is not encrypted.`,
                  'Add sslmode=verify-full and sslrootcert=FILE to DATABASE_URL.',
                ),
              ),
              ...when(about?.ssl === true && !isVerified, () =>
                warn(
                  `The certificate of PostgreSQL at ${url} is not verified: whoever stands between may be taken for it.`,
                  'Set sslmode=verify-full and sslrootcert=FILE in DATABASE_URL.',
                ),
              ),
            ],
          };
        } catch (error) {
          return { summary: `not at ${url}`, findings: [refusal(error)] };
        }
      },
    },
    {
      id: 'database.path',
      title: 'Pooler, time zone and limits',
      page: `${PAGE}#a-pooler-in-front`,
      needs: ['database.connection'],
      async examine() {
        const config = configOf(settings.database);
        const fault = await faultOf({ pooled: await database().options(), direct: directAddress(config) });
        const pooler = config.DATABASE_DIRECT_URL === undefined ? 'no pooler' : 'a pooler of transactions';
        return {
          summary: fault === null ? `${pooler}; role, UTC and limits take` : 'settings do not take',
          values: { pooler: config.DATABASE_DIRECT_URL !== undefined },
          findings: fault === null ? [] : [fail(fault, AS_SAID)],
        };
      },
    },
  ];
}

async function faultOf(paths: Parameters<typeof pathFault>[0]): Promise<string | null> {
  try {
    return await pathFault(paths);
  } catch (error) {
    if (error instanceof ConnectionFault) return error.message;
    throw error;
  }
}

function refusal(error: unknown): Finding {
  if (!(error instanceof Error)) throw error;
  return fail(error.message, AS_SAID);
}

/** Without the password. */
function addressOf(text: string): {
  readonly url: string;
  readonly host: string;
  readonly isVerified: boolean;
} {
  const { hostname, port, searchParams } = new URL(text);
  const host = searchParams.get('host') ?? hostname;
  const mode = searchParams.get('sslmode');
  const isCompatible = searchParams.get('uselibpqcompat') === 'true';
  const isVerified =
    mode !== 'no-verify' && !(isCompatible && mode !== 'verify-full' && mode !== 'verify-ca');
  return { url: `${host}:${port || 5432}`, host, isVerified };
}
