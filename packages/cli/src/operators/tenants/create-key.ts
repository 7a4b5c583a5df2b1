import { SCOPES, toWireTime } from '@taskfold/contract';
import { type CommandMaker, outputCommand } from '../../program/command.ts';
import { valuesOf } from '../../program/option-values.ts';
import { ACTOR, operatorOf, REASON } from '../acting.ts';
import { withDatabase } from '../connections.ts';
import { identifierValue, nameValue } from './values.ts';

export const createTenantKey: CommandMaker = (context) =>
  outputCommand('create-key', 'Make a key of a tenant, and the tenant where it is missing', {
    description:
      'Makes a key of the API, and its tenant and project where they are missing, and prints the key alone, this once: only its hash is stored. Where the project has a live key of that name, nothing is made, and that is said. Wants DATABASE_URL.',
    examples: [
      { line: 'KEY=$(taskfold tenants create-key acme)', says: 'A key that reads tasks, for a script.' },
      {
        line: 'taskfold tenants create-key acme --name worker --scope events:write',
        says: 'One for a producer.',
      },
    ],
  })
    .argument('<tenant-id>', 'the tenant whose tasks the key sees', identifierValue)
    .option('--project <id>', 'a project of the tenant', identifierValue, 'default')
    .option('--name <name>', 'a name for people', nameValue, 'default')
    .option(
      '--scope <scope,...>',
      `what it may do: ${SCOPES.join(', ')}; tasks:read where nothing is said`,
      valuesOf(SCOPES),
    )
    .option(...ACTOR)
    .option(...REASON)
    .action(async (tenantId, { project: projectId, name, scope = ['tasks:read'], ...form }) => {
      const operator = operatorOf(form);
      const { ensureKey } = await import('@taskfold/access');
      const scopes = [...new Set(scope)];
      const result = await withDatabase(context, 'tenants', ({ prisma }) =>
        ensureKey(prisma, { tenantId, projectId, name, scopes }, operator),
      );
      const where = `of project ${projectId} of tenant ${tenantId}`;
      if (result.kind === 'exists') {
        context.note(
          `The key "${name}" ${where} exists since ${toWireTime(result.createdAt)} (${result.keyStart}…) and cannot be shown again. Another --name makes another one.`,
        );
        return;
      }
      const shown = {
        object: 'api_key',
        tenant_id: tenantId,
        project_id: projectId,
        name,
        scopes,
        key: result.key,
      };
      context.note(`The key "${name}" ${where} is shown this once:`);
      context.output(form).one(shown, () => result.key);
    });
