import { Option } from '@commander-js/extra-typings';
import { EXPANDABLE_PARTS, OPERATIONS } from '@taskfold/contract';
import { messageOf, sleep } from '@taskfold/runtime/command';
import { type ApiClient, waitBefore } from '../../api/client.ts';
import { asList } from '../../api/lists.ts';
import { apiCommand, type CommandMaker } from '../../program/command.ts';
import { valuesOf } from '../../program/option-values.ts';
import { drawTaskLine } from '../tasks/draw/task-line.ts';
import { readCursor, writeCursor } from './cursor-file.ts';

const HELD_SECONDS = 30;
const PAGE = 100;

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
      const { cursorFile: file, once = false } = options;
      const api = await context.api(options);
      const output = context.output(options);
      const text = output.format === 'text';
      const expand = text ? 'usage,billing,callback' : options.expand?.join(',');
      let cursor = file === undefined ? undefined : await readCursor(file);
      for (;;) {
        const begin = cursor === undefined ? { from: options.from } : { cursor };
        // Without a cursor, an answer that is not held says where to go on.
        const waitSeconds = once || cursor === undefined ? 0 : HELD_SECONDS;
        const page = await patiently(api, { ...begin, expand, limit: PAGE, wait: waitSeconds }, context);
        const { data, next_cursor, has_more } = page.value;
        const raw = asList(page.json).data;
        for (const [index, task] of data.entries())
          output.next(raw[index], (view) => drawTaskLine(task, view));
        cursor = next_cursor;
        if (file !== undefined) await writeCursor(file, cursor);
        if (once && !has_more) return;
        context.signal.throwIfAborted();
      }
    });

/** Asks until there is an answer: a connection that is lost is waited for, and that is said once. */
async function patiently(
  api: ApiClient,
  query: Readonly<Record<string, string | number | undefined>> & { readonly wait: number },
  { signal, note }: { readonly signal: AbortSignal; note(line: string): void },
) {
  for (let failures = 0; ; failures += 1) {
    try {
      return await api.call(OPERATIONS.taskUpdates, { query, waitSeconds: query.wait });
    } catch (error) {
      signal.throwIfAborted();
      const waitMs = query.wait === 0 ? undefined : waitBefore(error, failures);
      if (waitMs === undefined) throw error;
      if (failures === 0) note(`${messageOf(error)} Trying again.`);
      await sleep(waitMs, signal);
    }
  }
}
