import { OPERATIONS } from '@taskfold/contract';
import { apiCommand, type CommandMaker } from '../../program/command.ts';
import { wholeNumber } from '../../program/option-values.ts';
import { drawKey } from './draw-keys.ts';

const A_WEEK = 604_800;

export const rotateKey: CommandMaker = (context) =>
  apiCommand('rotate', 'Replace an API key', {
    description:
      'Makes another key with the same name and scopes, and shows it, this once. The old one works on until the grace is over. Wants the scope admin.',
    examples: [
      {
        line: 'taskfold keys rotate 018f6f1e-5a0c-7c31-9b1e-0d6f5f0a9c3e --grace 3600',
        says: 'Replace a key; the old one works for another hour.',
      },
    ],
  })
    .argument('<key-id>', 'the id of the key, as "keys list" shows it')
    .option(
      '--grace <seconds>',
      'how long the old key works on; a day where nothing is said',
      wholeNumber(0, A_WEEK),
    )
    .action(async (keyId, options) => {
      const api = await context.api(options);
      const made = await api.call(OPERATIONS.rotateKey, {
        path: { key_id: keyId },
        body: { grace_seconds: options.grace ?? null },
      });
      context.output(options).one(made.json, (view) => drawKey(made.value, view));
      context.note('The key is shown this once: keep it now.');
    });
