import { OPERATIONS } from '@taskfold/contract';
import { asList } from '../../api/lists.ts';
import { apiCommand, type CommandMaker } from '../../program/command.ts';
import { drawSecrets } from './draw-secrets.ts';

export const listSecrets: CommandMaker = (context) =>
  apiCommand('list', 'List the secrets of callbacks', {
    description:
      'Lists which secrets callbacks are signed with now, without the secrets themselves. Wants the scope admin.',
    examples: [{ line: 'taskfold secrets list', says: 'Which secrets sign, and until when.' }],
  }).action(async (options) => {
    const api = await context.api(options);
    const list = await api.call(OPERATIONS.listCallbackSecrets, {});
    context.output(options).many(asList(list.json), (view) => drawSecrets(list.value.data, view));
  });
