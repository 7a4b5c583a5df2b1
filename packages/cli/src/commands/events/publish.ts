import { OPERATIONS } from '@taskfold/contract';
import type { ApiClient } from '../../api/client.ts';
import type { ItemOf } from '../../api/lists.ts';
import { apiCommand, type CommandMaker } from '../../program/command.ts';
import { batchesOf, type EventLine } from './batches.ts';
import { lineChecker } from './check-line.ts';
import { linesOf } from './input.ts';
import { TOO_LONG } from './validate.ts';

type Receipt = ItemOf<typeof OPERATIONS.postEvents>;

export const publishEvents: CommandMaker = (context) =>
  apiCommand('publish', 'Publish events over HTTP', {
    description:
      'Publishes CloudEvents, one JSON object a line, in the order of the lines. Each is checked first; what is no event, or is refused, is named with its line and left out. Repeating all of it does no harm: an event with the same id and source counts once.',
    examples: [
      { line: 'taskfold events publish events.ndjson', says: 'Publish a file of one event a line.' },
      {
        line: 'taskfold events sample task.created --task my_task | taskfold events publish -',
        says: 'Publish what another program writes.',
      },
    ],
  })
    .argument('<file>', 'one CloudEvent in structured mode a line; - is standard input')
    .option(
      '--strict',
      'end at the first line that is no event or is refused; what stands before it is published',
    )
    .action(async (file, options) => {
      const api = await context.api(options);
      const check = await lineChecker(false);
      const output = context.output(options);
      const counts = { accepted: 0, refused: 0, line: 0 };
      const refuse = (line: number, why: string) => {
        counts.refused += 1;
        context.note(`line ${line}: ${why}`);
      };
      try {
        for await (const { events, faulty } of batchesOf(linesOf(file, context), check, TOO_LONG)) {
          const receipts = events.length === 0 ? [] : await post(api, events);
          for (const { line, receipt } of receipts) {
            if (receipt.status === 'accepted') counts.accepted += 1;
            else refuse(line, `${receipt.error?.code ?? 'refused'}: ${receipt.error?.message ?? ''}`);
            if (output.format !== 'text') output.next({ line, ...receipt }, () => '');
          }
          for (const { number, problems } of faulty) refuse(number, problems.join(' '));
          counts.line = Math.max(counts.line, events.at(-1)?.number ?? 0, faulty.at(-1)?.number ?? 0);
          if (options.strict && counts.refused > 0) break;
        }
      } catch (error) {
        context.signal.throwIfAborted();
        context.note(
          `Up to line ${counts.line} all is published, and what follows is not, as far as is known.`,
        );
        throw error;
      } finally {
        if (context.signal.aborted) context.note(`Stopped; up to line ${counts.line} all is published.`);
        if (output.format === 'text') {
          output.next(
            null,
            ({ style }) => `${style.good(String(counts.accepted))} published, ${counts.refused} left out`,
          );
        }
      }
      if (counts.refused > 0) context.endAs('failed');
    });

async function post(
  api: ApiClient,
  events: readonly EventLine[],
): Promise<readonly { readonly line: number; readonly receipt: Receipt }[]> {
  const answer = await api.call(OPERATIONS.postEvents, {
    body: `[${events.map(({ text }) => text).join(',')}]`,
    contentType: 'application/cloudevents-batch+json',
    // The same ids again are duplicates.
    repeatable: true,
  });
  return answer.value.data.map((receipt, index) => ({ line: events[index]?.number ?? 0, receipt }));
}
