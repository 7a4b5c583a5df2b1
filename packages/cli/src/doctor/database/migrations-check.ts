import { type AppliedMigrations, appliedMigrations } from '@taskfold/database/operators';
import { type Check, type Finding, fail, when } from '../check.ts';
import type { Database } from './open-database.ts';

/** Whether the tables are those of this version. */
export function migrationsCheck(database: () => Database): Check {
  return {
    id: 'database.migrations',
    title: 'Migrations',
    page: 'docs/operations/doctor.md#databasemigrations',
    needs: ['database.connection'],
    async examine() {
      const found = await appliedMigrations(await database().pool());
      return {
        summary: `${found.applied.length} applied, ${found.missing.length} missing`,
        values: { ...found },
        findings: findingsOf(found),
      };
    },
  };
}

function findingsOf({ missing, unknown, failed, edited }: AppliedMigrations): Finding[] {
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
    ...when(unknown.length > 0, () =>
      fail(
        `The database has ${some(unknown, 'migration')} that this version does not know: ${listed(unknown)}.`,
        'Run the version that migrated it, or a newer one: this one may write what that one cannot read.',
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
