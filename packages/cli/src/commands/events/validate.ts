import { MAX_EVENT_BYTES } from '@taskfold/contract';
import { type CommandMaker, outputCommand } from '../../program/command.ts';
import { lineChecker } from './check-line.ts';
import { linesOf } from './input.ts';

export const validateEvents: CommandMaker = (context) =>
  outputCommand('validate', 'Check events without publishing them', {
    description:
      'Checks each line of a file as the processor would, without any connection, and names every fault. Exit code 2 where a line is no event.',
    examples: [
      { line: 'taskfold events validate events.ndjson', says: 'Check a file of one event a line.' },
      {
        line: 'taskfold events sample task.created | taskfold events validate -',
        says: 'Check what another program writes.',
      },
    ],
  })
    .argument('<file>', 'one CloudEvent in structured mode a line; - is standard input')
    .option('--kafka', 'as a record of Kafka, which must name its tenant; over HTTP it is that of the key')
    .action(async (file, options) => {
      const check = await lineChecker(options.kafka === true);
      const output = context.output(options);
      let [checked, faulty] = [0, 0];
      for await (const group of linesOf(file, context)) {
        for (const { number, text } of group) {
          if (text?.trim() === '') continue;
          checked += 1;
          const problems = text === undefined ? [TOO_LONG] : check(text);
          if (problems.length === 0) continue;
          faulty += 1;
          output.next({ line: number, problems }, ({ style }) =>
            problems.map((problem) => `${style.bad(`line ${number}`)}  ${problem}`).join('\n'),
          );
        }
      }
      context.note(
        `${checked} ${checked === 1 ? 'line' : 'lines'}, ${faulty === 0 ? 'all of them events' : `${faulty} no events`}.`,
      );
      if (faulty > 0) context.endAs('usage');
    });

/** What is said of a line that is not even read. */
export const TOO_LONG = `The line is too long; an event has at most ${MAX_EVENT_BYTES} bytes.`;
