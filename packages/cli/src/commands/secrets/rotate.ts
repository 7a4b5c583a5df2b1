import { OPERATIONS } from '@taskfold/contract';
import { apiCommand, type CommandMaker } from '../../program/command.ts';
import { drawSecret } from './draw-secrets.ts';

export const rotateSecret: CommandMaker = (context) =>
  apiCommand('rotate', 'Replace the secret of callbacks', {
    description:
      'Makes a new secret of callbacks and shows it, this once. For 24 hours callbacks are signed with the old one as well. Wants the scope admin.',
    examples: [
      { line: 'taskfold secrets rotate --json', says: 'A new secret, for a program that stores it.' },
    ],
  }).action(async (options) => {
    const api = await context.api(options);
    const made = await api.call(OPERATIONS.rotateCallbackSecret, {});
    context.output(options).one(made.json, (view) => drawSecret(made.value, view));
    context.note('The secret is shown this once: keep it now.');
  });
