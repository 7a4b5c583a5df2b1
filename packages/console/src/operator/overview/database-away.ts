import type { Readiness } from '../ask/use-readiness.ts';
import type { Concern } from './concern.ts';

/** That nothing can be asked about anything else, where the API process does not reach its database; null where it does. */
export function databaseAway(readiness: Readiness | null): Concern | null {
  const database = readiness?.database;
  if (database === undefined || database.ok) return null;
  return {
    id: 'database',
    tone: 'failed',
    title: 'The database cannot be reached',
    says: [
      `The API says of PostgreSQL: ${database.reason}`,
      'While it is away nothing is folded, no task is answered and no caller is told. Nothing is lost: events wait in the log, and all goes on by itself when it is back.',
    ],
    commands: [{ says: 'What is wrong with it', line: 'npx taskfold doctor --only database' }],
  };
}
