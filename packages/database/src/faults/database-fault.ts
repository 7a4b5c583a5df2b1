import { failureKind } from '@taskfold/runtime';
import { certificateFault } from './certificate-fault.ts';
import { type DatabaseFault, passes, stays } from './fault.ts';
import { type DatabaseAddress, type Place, placeOf } from './place.ts';
import { poolerFault } from './pooler-fault.ts';

const INSUFFICIENT_PRIVILEGE = '42501';
/** Of a statement this is a mistake; of a connection, that somebody has closed the database, or is still making it. */
const NOT_IN_STATE = '55000';
const CLOSED = /not currently accepting connections/;
/** What pg says of a server that did not answer in time; it gives no code. */
const NO_ANSWER = /connection timeout|^timeout expired/;

/** What a failure to connect means; null for what its own message says well enough. */
export function databaseFault(error: unknown, address: DatabaseAddress): DatabaseFault | null {
  if (!(error instanceof Error)) return null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const place = placeOf(address);
  return (
    certificateFault(error, code, place) ??
    poolerFault(error, code, place) ??
    networkFault(error, code, place) ??
    refusal(error, code, place)
  );
}

function networkFault(error: Error, code: string, { where, host, variable }: Place): DatabaseFault | null {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return passes(
      `No host ${host} is known here (${code}): check the name in ${variable}, and the name server.`,
    );
  }
  const timedOut = code === '' && NO_ANSWER.test(error.message);
  const cut = code.startsWith('E') && failureKind(error) === 'away';
  if (!timedOut && !cut) return null;
  return passes(
    `PostgreSQL at ${where} ${timedOut ? 'did not answer in time' : `cannot be reached (${code})`}: ` +
      `check that it runs, and that ${variable} names its host and port as seen from here.`,
  );
}

function refusal(
  { message }: Error,
  code: string,
  { where, user, database, variable }: Place,
): DatabaseFault | null {
  switch (code) {
    case '28P01':
      return stays(
        `PostgreSQL at ${where} refused the password of the user ${user}: correct user and password in ${variable}.`,
      );
    case '28000':
      // One SQLSTATE for all that pg_hba.conf refuses: only the words tell what.
      if (/pg_hba/.test(message) && /no encryption|SSL off/.test(message)) {
        return stays(
          `PostgreSQL at ${where} takes the user ${user} with TLS alone, or not from here: add sslmode=verify-full and sslrootcert=FILE to ${variable}, or let this host in by pg_hba.conf.`,
        );
      }
      if (/client certificate/.test(message)) {
        return stays(
          `PostgreSQL at ${where} asks for a client certificate: add sslcert=FILE and sslkey=FILE to ${variable}.`,
        );
      }
      return stays(
        `PostgreSQL at ${where} does not let the user ${user} in (${message}): correct ${variable}, or pg_hba.conf.`,
      );
    case '3D000':
      return stays(`There is no database ${database} at ${where}: create it, or correct ${variable}.`);
    case NOT_IN_STATE:
      if (!CLOSED.test(message)) return null;
      return stays(
        `The database ${database} at ${where} takes no connections: whoever closed it opens it again by ALTER DATABASE "${database}" WITH ALLOW_CONNECTIONS true.`,
      );
    case '22023':
    case INSUFFICIENT_PRIVILEGE:
    case '42704':
      return roleFault(message, code, user);
    default:
      return null;
  }
}

function roleFault(message: string, code: string, user: string): DatabaseFault | null {
  const role = /role "([^"]+)"/.exec(message)?.[1];
  if (role === undefined) return null;
  return stays(
    code === INSUFFICIENT_PRIVILEGE
      ? `The user ${user} is no member of the role ${role}: grant it (GRANT ${role} TO ${user}), or use the login that the migration command makes.`
      : `There is no role ${role} at PostgreSQL: run the migrations, which make it, as a user who may create roles.`,
  );
}
