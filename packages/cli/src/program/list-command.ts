import type { RequestParts } from '@taskfold/client';
import type { AskedOperation } from '../api/client.ts';
import { type ItemOf, readList } from '../api/lists.ts';
import type { OutputOptions, View } from '../output/output.ts';
import type { ConnectionOptions } from '../settings/connection.ts';
import { apiCommand, type CommandFacts } from './command.ts';
import type { Context } from './context.ts';
import { wholeNumber } from './option-values.ts';

const DEFAULT_LIMIT = 20;

interface ListOptions extends ConnectionOptions, OutputOptions {
  readonly limit: number;
  readonly all?: boolean | undefined;
  readonly cursor?: string | undefined;
}

/** A command that shows a list of the API, which comes in pages. */
export function listCommand(name: string, summary: string, facts: CommandFacts) {
  return apiCommand(name, summary, facts)
    .option('--limit <n>', 'how many at most', wholeNumber(1, 1_000_000), DEFAULT_LIMIT)
    .option('--all', 'all of them, however many there are')
    .option('--cursor <cursor>', 'where to go on: next_cursor of an earlier answer');
}

/** Reads the list and shows it. @param draw what is shown of at least one item */
export async function showList<Of extends AskedOperation>(
  context: Context,
  options: ListOptions,
  operation: Of,
  parts: RequestParts<Of['id']>,
  draw: (items: readonly ItemOf<Of>[], view: View) => string,
): Promise<void> {
  const api = await context.api(options);
  const limit = options.all ? Number.MAX_SAFE_INTEGER : options.limit;
  const list = await readList(api, operation, parts, { limit, cursor: options.cursor });
  const output = context.output(options);
  output.many(list.json, (view) => (list.json.data.length === 0 ? '' : draw(list.items(), view)));
  if (output.format !== 'text') return;
  if (list.json.data.length === 0) context.note('There are none.');
  else if (list.json.has_more) context.note('There are more: --all shows them, --limit says how many.');
}
