import { Option } from '@commander-js/extra-typings';
import { EXPANDABLE_PARTS, OPERATIONS, taskSummary } from '@taskfold/contract';
import { knownOf } from '../../api/answer.ts';
import type { ApiClient } from '../../api/client.ts';
import { asList } from '../../api/lists.ts';
import { apiCommand, type CommandMaker } from '../../program/command.ts';
import { valuesOf } from '../../program/option-values.ts';
import { drawTaskLine } from '../tasks/draw/task-line.ts';
import { readCursor, writeCursor } from './cursor-file.ts';

const PAGE = 100;
/** What a line shows beside the summary. */
const SHOWN_PARTS = ['usage', 'billing', 'callback'] as const;

export const updates: CommandMaker = (context) =>
  apiCommand('updates', 'Follow all tasks live', {
    description:
      'Shows the newest state of each task that changes, until it is stopped. No change is ever skipped, and those of one task come in their order; a state may come twice, the revision tells. With --cursor-file it goes on where it ended: the cursor is stored after what it leads to is printed.',
    examples: [
      { line: 'taskfold updates', says: 'What happens from now on.' },
      { line: 'taskfold updates --from oldest --once', says: 'Every task whose changes are kept, then end.' },
      {
        line: 'taskfold updates --cursor-file updates.cursor --from oldest --jsonl --once',
        says: 'What has changed since the last time, for a program.',
      },
    ],
  })
    .addOption(
      new Option('--from <where>', 'where to begin without a cursor')
        .choices(['oldest', 'now'])
        .default('now' as const),
    )
    .option('--cursor-file <file>', 'store how far it came in this file, and go on from there')
    .option('--once', 'end when there is nothing more, instead of waiting')
    .option(
      '--expand <part,...>',
      `further parts in JSON: ${EXPANDABLE_PARTS.join(', ')}`,
      valuesOf(EXPANDABLE_PARTS),
    )
    .action(async (options) => {
      const { cursorFile: file, from, once = false } = options;
      const api = await context.api(options);
      const output = context.output(options);
      const expand = output.format === 'text' ? SHOWN_PARTS : options.expand;
      const cursor = file === undefined ? undefined : await readCursor(file);
      for await (const { tasks, cursor: next } of pagesOf(
        api,
        { cursor, from, expand, once },
        context.note,
      )) {
        for (const task of tasks)
          output.next(task, (view) => drawTaskLine(knownOf(taskSummary, task, 'The task'), view));
        if (file !== undefined) await writeCursor(file, next);
        context.signal.throwIfAborted();
      }
    });

interface Asked {
  readonly cursor: string | undefined;
  readonly from: 'oldest' | 'now';
  readonly expand: readonly (typeof EXPANDABLE_PARTS)[number][] | undefined;
  readonly once: boolean;
}

/** What is there already page by page, then, unless that is all that is wanted, what comes. */
async function* pagesOf(
  api: ApiClient,
  { cursor, from, expand, once }: Asked,
  note: (line: string) => void,
): AsyncGenerator<{ readonly tasks: readonly unknown[]; readonly cursor: string }> {
  let next = cursor;
  while (once || next === undefined) {
    const begin = next === undefined ? { from } : { cursor: next };
    const { json, value } = await api.call(OPERATIONS.taskUpdates, {
      query: { ...begin, expand, limit: PAGE },
    });
    next = value.next_cursor;
    yield { tasks: asList(json).data, cursor: next };
    if (once && !value.has_more) return;
  }
  yield* api.follow(note, (taskfold, patience) =>
    taskfold.updates({ ...patience, cursor: next, expand, limit: PAGE }).pages(),
  );
}
