import { OPERATIONS } from '@taskfold/contract';
import { apiCommand, type CommandMaker } from '../../program/command.ts';
import { drawSecret } from './draw-secrets.ts';

export const revokeSecret: CommandMaker = (context) =>
  apiCommand('revoke', 'End a secret of callbacks that was replaced', {
    description:
      'Ends a secret that was replaced, before its 24 hours are over; the current one must be replaced first. Wants the scope admin.',
    examples: [
      {
        line: 'taskfold secrets revoke 018f6f1e-5a0c-7c31-9b1e-0d6f5f0a9c3e',
        says: 'End a secret that has leaked, once it is replaced.',
      },
    ],
  })
    .argument('<secret-id>', 'the id of the secret, as "secrets list" shows it')
    .action(async (secretId, options) => {
      const api = await context.api(options);
      const secret = await api.call(OPERATIONS.revokeCallbackSecret, { path: { secret_id: secretId } });
      context.output(options).one(secret.json, (view) => drawSecret(secret.value, view));
    });
