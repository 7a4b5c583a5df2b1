import { SCOPES } from '@taskfold/contract';
import { CommandFailure } from '../../outcome/command-failure.ts';
import { drawFields, outside } from '../../output/fields.ts';
import { type CommandMaker, outputCommand } from '../../program/command.ts';
import { ACTOR, operatorOf, REASON } from '../acting.ts';
import { withDatabase } from '../connections.ts';
import { optionalKeyRing } from './key-ring.ts';
import { tenantShown } from './shown.ts';
import { identifierValue, nameValue } from './values.ts';

export const createTenant: CommandMaker = (context) =>
  outputCommand('create', 'Add a tenant with a key and a callback secret', {
    description:
      'Adds a tenant with its first project, a key with every scope and the secret that its callbacks are signed with, and shows both, this once. Without CALLBACK_KEYS there is no secret; the first callback makes it then. Wants DATABASE_URL.',
    examples: [{ line: 'taskfold tenants create acme --name Acme --reason "contract 17"', says: 'Add one.' }],
  })
    .argument('<tenant-id>', 'its id, as events name it', identifierValue)
    .option('--name <name>', 'a name for people; the id where nothing is said', nameValue)
    .option('--project <id>', 'its first project', identifierValue, 'default')
    .option(...ACTOR)
    .option(...REASON)
    .action(async (tenantId, { name = tenantId, project: projectId, ...options }) => {
      const operator = operatorOf(options);
      const { makeTenant } = await import('@taskfold/access');
      const ring = await optionalKeyRing(context);
      const made = await withDatabase(context, 'tenants', ({ prisma }) =>
        makeTenant(
          prisma,
          ring,
          { tenantId, name, projectId, key: { name: 'first', scopes: SCOPES } },
          operator,
        ),
      );
      if (made === null) {
        throw new CommandFailure(
          'failed',
          `The tenant ${tenantId} is there already: tenants create-key makes a key of it.`,
        );
      }
      const secret = made.secret?.kind === 'created' ? made.secret.secret : null;
      const shown = {
        ...tenantShown(made.tenant),
        project_id: projectId,
        key: made.key.key,
        callback_secret: secret,
      };
      context.output(options).one(shown, (view) =>
        drawFields(
          [
            ['tenant', tenantId],
            ['name', outside(name)],
            ['project', projectId],
            ['key', view.style.strong(made.key.key)],
            ['callback secret', secret === null ? 'made with the first callback' : view.style.strong(secret)],
          ],
          view,
        ),
      );
      context.note('Key and secret are shown this once: keep them now.');
    });
