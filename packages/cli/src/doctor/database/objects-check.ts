import { appliedMigrations, type MissingObject, missingObjects } from '@taskfold/database/operators';
import { type Check, type Finding, fail, warn } from '../check.ts';
import type { Database } from './open-database.ts';

/** Whether indexes, primary keys and triggers are there as the migrations make them. */
export function objectsCheck(database: () => Database): Check {
  return {
    id: 'database.objects',
    title: 'Indexes, keys and triggers',
    page: 'docs/operations/doctor.md#databaseobjects',
    needs: ['database.connection'],
    async examine() {
      const [report, migrations] = await Promise.all([
        missingObjects(database().login),
        appliedMigrations(await database().pool()),
      ]);
      // What a migration would make is told of as a migration that is missing.
      const missing = migrations.missing.length === 0 ? report.missing : [];
      return {
        summary: `${report.indexes} indexes, ${missing.length} faults`,
        values: { indexes: report.indexes, missing },
        findings: missing.map(findingOf),
      };
    },
  };
}

function findingOf({ kind, table, name, statement }: MissingObject): Finding {
  const make = statement?.replace(/^(CREATE (?:UNIQUE )?INDEX) (?:CONCURRENTLY )?/, '$1 CONCURRENTLY ');
  switch (kind) {
    case 'no_index':
      return fail(
        `The index ${name} of ${table} is gone: what is found by it reads the whole table.`,
        `As its owner, which holds nobody up: ${make}`,
      );
    case 'invalid_index':
      return warn(
        `The index ${name} of ${table} is not valid, as after a CREATE INDEX CONCURRENTLY that was broken off: no query uses it, and each write keeps it.`,
        `As its owner: REINDEX INDEX CONCURRENTLY ${name}`,
      );
    case 'trigger_off':
      return fail(
        `The trigger ${name} of ${table} is switched off: what it refuses is allowed.`,
        `As its owner: ALTER TABLE ${table} ENABLE TRIGGER ${name}`,
      );
    case 'no_primary_key':
      return fail(
        `The table ${table} has no primary key: what is written twice stands there twice.`,
        'Restore it as prisma/schema.prisma has it (@@id). Rows that stand there twice have to go first.',
      );
  }
}
