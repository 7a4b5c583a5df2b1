import { OPERATIONS } from '@taskfold/contract';
import { apiCommand, type CommandMaker } from '../../program/command.ts';
import { drawKey } from './draw-keys.ts';

export const revokeKey: CommandMaker = (context) =>
  apiCommand('revoke', 'Revoke an API key', {
    description:
      'Revokes an API key: within five seconds it is refused everywhere. Revoking it again changes nothing. Wants the scope admin.',
    examples: [
      {
        line: 'taskfold keys revoke 018f6f1e-5a0c-7c31-9b1e-0d6f5f0a9c3e',
        says: 'End a key that has leaked.',
      },
    ],
  })
    .argument('<key-id>', 'the id of the key, as "keys list" shows it')
    .action(async (keyId, options) => {
      const api = await context.api(options);
      const key = await api.call(OPERATIONS.revokeKey, { path: { key_id: keyId } });
      context.output(options).one(key.json, (view) => drawKey(key.value, view));
    });
