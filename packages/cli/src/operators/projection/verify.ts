import { grouped } from '../../output/numbers.ts';
import { type CommandMaker, outputCommand } from '../../program/command.ts';
import { wholeNumber } from '../../program/option-values.ts';
import { differencesShown, drawDifferences, withReplay } from './replay.ts';

export const verifyProjection: CommandMaker = (context) =>
  outputCommand('verify', 'Compare the projection with the fold of the log', {
    description:
      'Folds the log from its beginning, compares the result with the projection row by row, and changes nothing; processors go on meanwhile. The database needs room for the task tables a second time until the end. Ends with 0 where all is as the log says, with 1 where tasks differ, which are listed with their columns, never with what stands in them. Wants the variables of the processor.',
    examples: [{ line: 'taskfold projection verify', says: 'Whether every task is what the log says.' }],
  })
    .option('--limit <n>', 'how many of the tasks that differ are listed', wholeNumber(0, 1_000_000), 100)
    .action(async ({ limit, ...form }) => {
      const { count, differences } = await withReplay(context, (processor, options) =>
        processor.verify(options, limit),
      );
      const verdict =
        count === 0
          ? 'The projection is what the log says.'
          : `${grouped(count)} ${count === 1 ? 'task differs' : 'tasks differ'} from what the log says.`;
      context
        .output(form)
        .many(differencesShown(differences, count), () =>
          [...drawDifferences(differences, count), verdict].join('\n'),
        );
      if (count > 0) context.endAs('failed');
    });

export const compareVersions: CommandMaker = (context) =>
  outputCommand('compare', 'Compare the standby of a rebuild with the live version', {
    description:
      'Compares the standby with the live version row by row, changing neither for its readers. Ends with 1 where tasks differ. Wants the variables of the processor.',
    examples: [{ line: 'taskfold projection compare', says: 'What a swap would change.' }],
  })
    .option('--limit <n>', 'how many of the tasks that differ are listed', wholeNumber(0, 1_000_000), 100)
    .action(async ({ limit, ...form }) => {
      const { count, differences } = await withReplay(context, (processor, options) =>
        processor.compareRebuild(options, limit),
      );
      const verdict = count === 0 ? 'Both versions are alike.' : `${grouped(count)} tasks differ.`;
      context
        .output(form)
        .many(differencesShown(differences, count), () =>
          [...drawDifferences(differences, count), verdict].join('\n'),
        );
      if (count > 0) context.endAs('failed');
    });
