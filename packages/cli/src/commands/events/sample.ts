import { randomUUID } from 'node:crypto';
import { Argument } from '@commander-js/extra-typings';
import { EVENT_TYPES, EXAMPLE_EVENTS } from '@taskfold/contract';
import { type CommandMaker, outputCommand } from '../../program/command.ts';

export const sampleEvent: CommandMaker = (context) =>
  outputCommand('sample', 'Print an event of a type', {
    description:
      'Prints a valid event of a type, with an id of its own and the time of now, on one line as "events publish" takes it. The tenant is that of the key that publishes it, unless it is named.',
    examples: [
      { line: 'taskfold events sample task.created --task my_task', says: 'The first event of a task.' },
      { line: 'taskfold events sample task.charged --json', says: 'Its form, for reading.' },
    ],
  })
    .addArgument(new Argument('<type>', 'what happened').choices(EVENT_TYPES))
    .option('--task <id>', 'the task that it is about')
    .option('--tenant <id>', 'the tenant of the task, which Kafka wants to know')
    .option('--callback <url>', 'where the caller of a created task is told of its end')
    .action((type, options) => {
      const { tenantid: _, traceparent: __, data, ...example } = EXAMPLE_EVENTS[type];
      const event = {
        ...example,
        id: randomUUID(),
        time: new Date().toISOString(),
        subject: options.task ?? example.subject,
        ...(options.tenant === undefined ? {} : { tenantid: options.tenant }),
        data: type === 'task.created' ? createdNow({ ...data }, options.callback) : data,
      };
      context.output(options).one(event, () => JSON.stringify(event));
    });

const DEADLINE_MS = 600_000;

/** The data of a task that is created now: its deadline lies ahead, and nobody is called who was not named. */
function createdNow(data: Record<string, unknown>, callback: string | undefined): Record<string, unknown> {
  const { callback: _, ...rest } = data;
  return {
    ...rest,
    deadline_at: new Date(Date.now() + DEADLINE_MS).toISOString(),
    ...(callback === undefined ? {} : { callback: { url: callback } }),
  };
}
