import { type CommandMaker, outputCommand } from '../../program/command.ts';
import { timeValue, wholeNumber } from '../../program/option-values.ts';
import { withDatabase } from '../connections.ts';
import { drawDeadLetters } from './draw.ts';
import { codeOf, cursorOf, filtersOf, printCursor, statusOption } from './options.ts';

export const listDeadLetters: CommandMaker = (context) =>
  outputCommand('list', 'List records that can never fold', {
    description: 'Lists dead letters without their bytes, those stored last first. Wants DATABASE_URL.',
    examples: [
      { line: 'taskfold dead-letters list --status open', says: 'Those that nobody has dealt with.' },
      { line: 'taskfold dead-letters list --code invalid_json --since 24h', says: 'Of one kind, of a day.' },
    ],
  })
    .addOption(statusOption)
    .option('--code <code>', 'those of one code', codeOf)
    .option('--topic <name>', 'those of one topic')
    .option('--partition <n>', 'those of one partition', wholeNumber(0, 1_000_000))
    .option('--tenant <id>', 'those of one tenant')
    .option('--task <id>', 'those of one task')
    .option('--since <time>', 'stored then or later', timeValue)
    .option('--before <time>', 'stored before', timeValue)
    .option('--limit <n>', 'how many at most', wholeNumber(1, 1000), 50)
    .option('--cursor <cursor>', 'where to go on: next_cursor of an earlier list', cursorOf)
    .action(async ({ status, limit, cursor, json, jsonl, ...options }) => {
      const library = await import('@taskfold/dead-letters');
      const page = await withDatabase(context, 'dead-letters', ({ pool }) =>
        library.listDeadLetters(pool, filtersOf(options, status), { limit, after: cursor ?? null }),
      );
      const next = page.next === null ? null : printCursor(page.next);
      const list = {
        object: 'list',
        data: page.deadLetters.map(library.summaryShown),
        next_cursor: next,
        has_more: next !== null,
      };
      const output = context.output({ json, jsonl });
      output.many(list, (view) =>
        page.deadLetters.length === 0 ? '' : drawDeadLetters(page.deadLetters, view),
      );
      if (output.format === 'text' && page.deadLetters.length === 0) context.note('There are none.');
      if (output.format !== 'json' && next !== null) context.note(`There are more: --cursor ${next}`);
    });
