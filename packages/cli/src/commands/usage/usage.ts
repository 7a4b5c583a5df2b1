import { OPERATIONS, type UsageGroup, usageQuery } from '@taskfold/contract';
import { asList } from '../../api/lists.ts';
import { apiCommand, type CommandMaker } from '../../program/command.ts';
import { timeValue, valuesOf } from '../../program/option-values.ts';
import { drawUsage } from './draw-usage.ts';

/** What rows may be made for. */
const GROUPS = usageQuery.shape.group_by.unwrap().out.element.options;
const DEFAULT_RANGE = '30d';

export const showUsage: CommandMaker = (context) =>
  apiCommand('usage', 'Add up usage and credits', {
    description:
      'Adds up what tasks used, and what was charged and refunded, over a range of time; an entry counts by the time of its event. The table ends with the sum of all.',
    examples: [
      { line: 'taskfold usage', says: 'Day by day, the last thirty days.' },
      {
        line: 'taskfold usage --by model --from 7d',
        says: 'By model, the last seven days, with the course of each.',
      },
      {
        line: 'taskfold usage --by project_id,capability --from 2026-11-01 --to 2026-12-01 --jsonl',
        says: 'A month by project and capability, for a program.',
      },
    ],
  })
    .option(
      '--from <time>',
      'entries of then or later: a time, a day, or how long ago; 30d where nothing is said',
      timeValue,
    )
    .option('--to <time>', 'entries before then', timeValue)
    .option('--by <group,...>', `a row for each combination of: ${GROUPS.join(', ')}`, valuesOf(GROUPS))
    .option('--meters', 'a column for each meter, beside the credits')
    .action(async (options) => {
      const api = await context.api(options);
      const groups = options.by ?? ['day'];
      const from = options.from ?? timeValue(DEFAULT_RANGE);
      const read = (by: readonly UsageGroup[]) =>
        api.call(OPERATIONS.getUsage, {
          query: { from, to: options.to, group_by: by },
        });
      const output = context.output(options);
      if (output.format !== 'text') {
        const { json } = await read(groups);
        output.many(asList(json), () => '');
        return;
      }
      const byDay = groups.includes('day') ? groups : [...groups, 'day' as const];
      const [rows, days, sum] = await Promise.all([read(groups), read(byDay), read([])]);
      if (rows.value.data.length === 0) context.note(`Nothing was used since ${from}.`);
      else {
        output.many(rows.value, (view) =>
          drawUsage(
            {
              groups,
              rows: rows.value.data,
              days: days.value.data,
              sum: sum.value.data,
              meters: options.meters === true,
            },
            view,
          ),
        );
      }
    });
