import { OPERATIONS } from '@taskfold/contract';
import type { CommandMaker } from '../../program/command.ts';
import { listCommand, showList } from '../../program/list-command.ts';
import { drawKeys } from './draw-keys.ts';

export const listKeys: CommandMaker = (context) =>
  listCommand('list', 'List the API keys of the tenant', {
    description:
      'Lists the API keys of the tenant, the newest first, those that were revoked, too. Wants the scope admin.',
    examples: [{ line: 'taskfold keys list', says: 'Which keys there are, and when they were used.' }],
  }).action(async (options) => {
    await showList(context, options, OPERATIONS.listKeys, {}, drawKeys);
  });
