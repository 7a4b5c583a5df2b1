import { OPERATIONS } from '@taskfold/contract';
import { asList } from '../../api/lists.ts';
import { apiCommand, type CommandMaker } from '../../program/command.ts';
import { timeValue } from '../../program/option-values.ts';
import { drawTaskCounts } from './draw/task-counts.ts';

export const countTasks: CommandMaker = (context) =>
  apiCommand('counts', 'Count tasks by hour and status', {
    description: 'How many tasks were created in each hour, by where they stand now.',
    examples: [
      { line: 'taskfold tasks counts', says: 'The last 24 hours.' },
      {
        line: 'taskfold tasks counts --created-after 7d --jsonl',
        says: 'A week, for a program.',
      },
    ],
  })
    .option(
      '--created-after <time>',
      'tasks created then or later: a time, a day, or how long ago; 24h where nothing is said',
      timeValue,
    )
    .option('--created-before <time>', 'tasks created before then', timeValue)
    .action(async (options) => {
      const api = await context.api(options);
      const { json, value } = await api.call(OPERATIONS.countTasks, {
        query: { created_after: options.createdAfter, created_before: options.createdBefore },
      });
      const output = context.output(options);
      if (output.format !== 'text') output.many(asList(json), () => '');
      else if (value.data.length === 0) context.note('No task was created then.');
      else output.many(value, (view) => drawTaskCounts(value.data, view));
    });
