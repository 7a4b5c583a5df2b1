import { appliedMigrations, missingRights, type Right } from '@taskfold/database/operators';
import { type Check, type Finding, fail } from '../check.ts';
import type { Database } from './open-database.ts';

/** Whether the roles of the services may do what the migrations let them. */
export function rightsCheck(database: () => Database): Check {
  return {
    id: 'database.rights',
    title: 'Rights of the roles',
    page: 'docs/operations/README.md#logins-to-the-database',
    needs: ['database.connection'],
    async examine() {
      const [report, migrations] = await Promise.all([
        missingRights(database().login),
        appliedMigrations(await database().pool()),
      ]);
      const { granted } = report;
      // What a migration would make is no fault of rights.
      const missing = report.missing.filter(({ isThere }) => isThere || migrations.missing.length === 0);
      return {
        summary: `${granted - missing.length} of ${granted} that the migrations grant`,
        values: { granted, missing },
        findings: [...Map.groupBy(missing, placeOf).values()].map(findingOf),
      };
    },
  };
}

function placeOf({ role, kind, object }: Right): string {
  return `${role} ${kind} ${object}`;
}

function findingOf(rights: readonly [Right, ...Right[]] | readonly Right[]): Finding {
  const [first] = rights;
  if (first === undefined) throw new Error('a group of nothing');
  const { role, kind, object } = first;
  const privileges = rights
    .map(({ privilege, column }) => (column === undefined ? privilege : `${privilege} (${column})`))
    .join(', ');
  const on = kind === 'table' || kind === 'column' ? object : `${kind.toUpperCase()} ${object}`;
  return fail(
    `The role ${role} has no ${privileges} on ${on}, or that is not there: what its service does with it fails.`,
    `As its owner: GRANT ${privileges} ON ${on} TO ${role}`,
  );
}
