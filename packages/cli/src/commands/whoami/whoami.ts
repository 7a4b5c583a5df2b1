import { OPERATIONS } from '@taskfold/contract';
import { drawFields, outside } from '../../output/fields.ts';
import { apiCommand, type CommandMaker } from '../../program/command.ts';

export const whoami: CommandMaker = (context) =>
  apiCommand('whoami', 'Whose key asks, and what it may do', {
    description: 'Shows the tenant, the project, the scopes and the end of the key that commands ask with.',
    examples: [{ line: 'taskfold whoami', says: 'Which tenant is looked at, and with which scopes.' }],
  }).action(async (options) => {
    const api = await context.api(options);
    const { json, value } = await api.call(OPERATIONS.getMe, {});
    context.output(options).one(json, (view) =>
      drawFields(
        [
          ['api', api.url],
          ['tenant', outside(value.tenant_id)],
          ['project', outside(value.project_id)],
          ['key id', value.key_id],
          ['scopes', value.scopes.join(' ')],
          ['expires', value.expires_at],
        ],
        view,
      ),
    );
  });
