import { MigrationError } from './migration-error.ts';
import type { SchemaEngine } from './schema-engine.ts';

type History = Awaited<ReturnType<SchemaEngine['diagnoseMigrationHistory']>>;

/**
 * Whether the database's past is a beginning of this version's migrations, or goes on behind all of them.
 *
 * @returns what newer versions have applied, by name
 * @throws MigrationError `failed_before`, `diverged` or `edited`
 */
export function checkHistory({ failedMigrationNames, editedMigrationNames, history }: History): {
  readonly unknown: readonly string[];
} {
  const [failed] = failedMigrationNames;
  if (failed !== undefined) {
    throw new MigrationError(
      'failed_before',
      `The migration ${failed} failed in an earlier run, or was cut off. Its reason stands in the column logs of ` +
        '_prisma_migrations. A migration is one transaction, so one that failed has left nothing; when the reason is ' +
        `gone, run this again with --retry ${failed}.`,
    );
  }
  if (history?.diagnostic === 'historiesDiverge') {
    throw new MigrationError(
      'diverged',
      `The database has migrations that this version does not know (${history.unpersistedMigrationNames.join(', ')}), and ` +
        `does not have ${history.unappliedMigrationNames.join(', ')}, which this version brings. Neither was made for the ` +
        'other: run the version that has migrated the database, or one that brings all of them.',
    );
  }
  if (editedMigrationNames.length > 0) {
    throw new MigrationError(
      'edited',
      `Migrations were changed after they had been applied: ${editedMigrationNames.join(', ')}. Restore their files and ` +
        'make the change in a new migration.',
    );
  }
  return {
    unknown: history?.diagnostic === 'migrationsDirectoryIsBehind' ? history.unpersistedMigrationNames : [],
  };
}
