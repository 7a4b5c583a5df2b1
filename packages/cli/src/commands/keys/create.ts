import { OPERATIONS, SCOPES } from '@taskfold/contract';
import { apiCommand, type CommandMaker } from '../../program/command.ts';
import { timeValue, valuesOf } from '../../program/option-values.ts';
import { drawKey } from './draw-keys.ts';

export const createKey: CommandMaker = (context) =>
  apiCommand('create', 'Make an API key', {
    description:
      'Makes an API key with scopes that the key of the request has itself, and shows it, this once. Wants the scope admin.',
    examples: [
      {
        line: 'taskfold keys create --name website --scope tasks:read,tasks:cancel',
        says: 'A key that may look at tasks and cancel them.',
      },
    ],
  })
    .requiredOption('--name <name>', 'a name for people')
    .requiredOption('--scope <scope,...>', `what it may do: ${SCOPES.join(', ')}`, valuesOf(SCOPES))
    .option('--project <id>', 'a project of the tenant; that of the key of the request where nothing is said')
    .option('--expires <time>', 'from when on it is refused; never where nothing is said', timeValue)
    .action(async (options) => {
      const api = await context.api(options);
      const made = await api.call(OPERATIONS.createKey, {
        body: {
          name: options.name,
          scopes: options.scope,
          project_id: options.project ?? null,
          expires_at: options.expires ?? null,
        },
      });
      context.output(options).one(made.json, (view) => drawKey(made.value, view));
      context.note('The key is shown this once: keep it now.');
    });
