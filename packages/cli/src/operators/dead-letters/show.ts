import { CommandFailure } from '../../outcome/command-failure.ts';
import { type CommandMaker, outputCommand } from '../../program/command.ts';
import { withDatabase } from '../connections.ts';
import { drawDeadLetter } from './draw.ts';
import { positionOf, printPosition } from './options.ts';

export const showDeadLetter: CommandMaker = (context) =>
  outputCommand('show', 'Show a dead letter with its bytes', {
    description:
      'Shows a dead letter with headers, key and value, which are a tenant’s, and what was done to it. Wants DATABASE_URL.',
    examples: [
      { line: 'taskfold dead-letters show task.events/3/42', says: 'The one at offset 42 of partition 3.' },
    ],
  })
    .argument('<position>', 'topic/partition/offset', positionOf)
    .action(async (position, options) => {
      const { letterShown, readDeadLetter, recordShown } = await import('@taskfold/dead-letters');
      const letter = await withDatabase(context, 'dead-letters', ({ prisma }) =>
        readDeadLetter(prisma, position),
      );
      if (letter === null) {
        throw new CommandFailure('not_found', `There is no dead letter ${printPosition(position)}.`);
      }
      const shown = { ...letterShown(letter), record: recordShown(letter) };
      context.output(options).one(shown, (view) => drawDeadLetter(letter, view));
    });
