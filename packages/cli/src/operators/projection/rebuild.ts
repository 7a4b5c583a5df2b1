import type { Operator } from '@taskfold/database';
import { grouped } from '../../output/numbers.ts';
import { type CommandMaker, outputCommand } from '../../program/command.ts';
import type { Context } from '../../program/context.ts';
import { ACTOR, noteDone, operatorOf, REASON, requireYes, YES } from '../acting.ts';
import { withDatabase } from '../connections.ts';
import { withReplay } from './replay.ts';

export const rebuildProjection: CommandMaker = (context) =>
  outputCommand('rebuild', 'Fold the log again into a second version, the standby', {
    description:
      'Makes the standby and folds the log into it from its beginning; after an interruption it goes on. Processors and the API go on meanwhile. Dead letters are skipped and pruned tasks stay pruned. Wants the variables of the processor.',
    examples: [{ line: 'taskfold projection rebuild', says: 'Begin one, or go on with it.' }],
  })
    .option(...ACTOR)
    .option(...REASON)
    .action(async (form) => {
      const operator = operatorOf(form);
      await withReplay(context, (processor, options) => processor.startRebuild(options));
      await noteOfProjection(context, operator, 'projection.rebuilt');
      context
        .output(form)
        .one({ object: 'rebuild.ready' }, () => 'The standby has caught up. Compare it, then swap.');
    });

const swapping =
  (direction: 'swap' | 'rollback', summary: string, description: string, says: string): CommandMaker =>
  (context) =>
    outputCommand(direction, summary, {
      description,
      examples: [{ line: `taskfold projection ${direction} --yes`, says }],
    })
      .option('--allow-surplus', 'let tasks vanish that the log does not have')
      .option(...YES)
      .option(...ACTOR)
      .option(...REASON)
      .action(async ({ allowSurplus = false, yes, ...form }) => {
        const operator = operatorOf(form);
        requireYes({ yes }, 'Readers would see the standby in place of the live version.');
        const { differing, corrected } = await withReplay(context, (processor, options) =>
          processor.swapRebuild(options, direction, allowSurplus),
        );
        await noteOfProjection(
          context,
          operator,
          `projection.${direction === 'swap' ? 'swapped' : 'rolled_back'}`,
        );
        context
          .output(form)
          .one(
            { object: 'rebuild.swapped', direction, differing_tasks: differing, published_tasks: corrected },
            () =>
              `The standby is live. ${grouped(differing)} tasks had different rows; ${grouped(corrected)} were published anew.`,
          );
      });

export const swapProjection = swapping(
  'swap',
  'Make the standby live',
  'Makes the standby live, in one transaction; the version that was live becomes the standby. A task that readers see otherwise afterwards gets a higher revision and is published. Wants the variables of the processor.',
  'After compare has shown what that changes.',
);
export const rollbackProjection = swapping(
  'rollback',
  'Make the older version live again',
  'Lets the version that was live before catch up and makes it live again. Wants the variables of the processor.',
  'Go back to the version before.',
);

export const dropStandby: CommandMaker = (context) =>
  outputCommand('drop', 'Drop the standby', {
    description: 'Drops the version that is not live, whichever it is. Wants the variables of the processor.',
    examples: [{ line: 'taskfold projection drop --yes', says: 'Once nobody wants to go back.' }],
  })
    .option(...YES)
    .option(...ACTOR)
    .option(...REASON)
    .action(async ({ yes, ...form }) => {
      const operator = operatorOf(form);
      requireYes({ yes }, 'The standby would be dropped.');
      await withReplay(context, (processor, options) => processor.dropRebuild(options));
      await noteOfProjection(context, operator, 'projection.standby_dropped');
      context.output(form).one({ object: 'rebuild.dropped' }, () => 'The standby is dropped.');
    });

const noteOfProjection = (context: Context, operator: Operator, action: string) =>
  withDatabase(context, 'projection', ({ prisma }) =>
    noteDone(prisma, { ...operator, action, subject: 'projection/main' }),
  );
