import { MigrationError } from './migration-error.ts';
import type { SchemaEngine } from './schema-engine.ts';

type History = Awaited<ReturnType<SchemaEngine['diagnoseMigrationHistory']>>;

/**
 * Whether the database's past is a beginning of this version's migrations.
 *
 * @throws MigrationError `failed_before`, `unknown` or `edited`
 */
export function checkHistory({ failedMigrationNames, editedMigrationNames, history }: History): void {
  const [failed] = failedMigrationNames;
  if (failed !== undefined) {
    throw new MigrationError(
      'failed_before',
      `The migration ${failed} failed in an earlier run, or was cut off. Its reason stands in the column logs of ` +
        '_prisma_migrations. A migration is one transaction, so one that failed has left nothing; when the reason is ' +
        `gone, run this again with --retry ${failed}.`,
    );
  }
  const unknown = unknownMigrations(history);
  if (unknown.length > 0) {
    throw new MigrationError(
      'unknown',
      `The database has migrations that this version does not know: ${unknown.join(', ')}. It was migrated by a newer ` +
        'version; run that version, or an even newer one.',
    );
  }
  if (editedMigrationNames.length > 0) {
    throw new MigrationError(
      'edited',
      `Migrations were changed after they had been applied: ${editedMigrationNames.join(', ')}. Restore their files and ` +
        'make the change in a new migration.',
    );
  }
}

function unknownMigrations(history: History['history']): readonly string[] {
  return history === null || history.diagnostic === 'databaseIsBehind'
    ? []
    : history.unpersistedMigrationNames;
}
