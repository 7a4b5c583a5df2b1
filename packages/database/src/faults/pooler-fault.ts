import { type DatabaseFault, stays } from './fault.ts';
import type { Place } from './place.ts';

const PROTOCOL_VIOLATION = '08P01';

/**
 * What the words of a pooler mean, as PgBouncer has them; null where they say it themselves, or it is none. Its words
 * are all there is: it has one SQLSTATE for whatever it refuses.
 */
export function poolerFault(
  { message }: Error,
  code: string,
  { where, user, database, variable, isPooler }: Place,
): DatabaseFault | null {
  if (/unsupported startup parameter/.test(message)) {
    return stays(
      isDirect(variable)
        ? `${variable} leads to a pooler at ${where}, which refuses what a session needs: set it to PostgreSQL itself.`
        : `${variable} leads to a pooler at ${where}, which refuses settings of a session: leave it so, and set DATABASE_DIRECT_URL to PostgreSQL itself.`,
    );
  }
  if (/statement pooling mode/i.test(message)) {
    return stays(
      `The pooler at ${where} is in statement mode, which has no transactions: set its pool_mode to transaction.`,
    );
  }
  if (code !== PROTOCOL_VIOLATION && !isPooler) return null;
  if (
    /SASL authentication failed|password authentication failed|no such user|auth failed/.test(message) &&
    !/server login/.test(message)
  ) {
    return stays(
      `The pooler at ${where} refused the user ${user} or the password: correct them in ${variable}, or let the pooler know the user.`,
    );
  }
  if (/no such database|database "[^"]*" does not exist/.test(message)) {
    return stays(
      `The pooler at ${where} knows no database ${database}: add it there, or correct ${variable}.`,
    );
  }
  if (/SSL required/.test(message)) {
    return stays(
      `The pooler at ${where} takes connections with TLS alone: add sslmode=verify-full and sslrootcert=FILE to ${variable}.`,
    );
  }
  return null;
}

function isDirect(variable: string): boolean {
  return variable !== 'DATABASE_URL';
}
