import { type AppliedMigrations, appliedMigrations, contractFault } from '@taskfold/database/operators';
import { type Check, type Finding, fail, warn, when } from '../check.ts';
import type { Database } from './open-database.ts';

/** Whether the tables are those of this version. */
export function migrationsCheck(database: () => Database): Check {
  return {
    id: 'database.migrations',
    title: 'Migrations',
    page: 'docs/operations/doctor.md#databasemigrations',
    needs: ['database.connection'],
    async examine() {
      const pool = await database().pool();
      const [found, fault] = await Promise.all([appliedMigrations(pool), contractFault(pool)]);
      return {
        summary: `${found.applied.length} applied, ${found.missing.length} missing`,
        values: { ...found, lives_with: fault === null },
        findings: findingsOf(found, fault),
      };
    },
  };
}

function findingsOf(
  { missing, unknown, failed, edited }: AppliedMigrations,
  fault: string | null,
): Finding[] {
  const pending = missing.filter((name) => !failed.includes(name));
  return [
    ...failed.map((name) =>
      fail(
        `The migration ${name} failed, or was cut off.`,
        `Read its reason in the column logs of _prisma_migrations, mend that, and run: taskfold migrate --retry ${name}`,
      ),
    ),
    ...when(pending.length > 0, () =>
      fail(
        `The database does not have ${some(pending, 'migration')} of this version: ${listed(pending)}.`,
        'Run: taskfold migrate',
      ),
    ),
    ...(fault === null ? [] : [fail(fault, 'Start the containers of that version.')]),
    ...when(unknown.length > 0 && fault === null, () =>
      warn(
        `The database has ${some(unknown, 'migration')} that this version does not know: ${listed(unknown)}.`,
        'Nothing, while versions change: this one lives with it. Where that is over, run the version that migrated it.',
      ),
    ),
    ...edited.map((name) =>
      fail(
        `The migration ${name} is not what was applied: its file was changed since.`,
        'Restore the file, and make the change in a new migration.',
      ),
    ),
  ];
}

function some(names: readonly string[], noun: string): string {
  return `${names.length} ${noun}${names.length === 1 ? '' : 's'}`;
}

const SHOWN = 3;

function listed(names: readonly string[]): string {
  return names.length <= SHOWN ? names.join(', ') : `${names.slice(0, SHOWN).join(', ')} and others`;
}
