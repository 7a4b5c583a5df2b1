import { taskEnvelope } from '@taskfold/contract';
import { knownOf } from '../../api/answer.ts';
import { apiCommand, type CommandMaker } from '../../program/command.ts';
import { drawTaskLine } from './draw/task-line.ts';

export const watchTask: CommandMaker = (context) =>
  apiCommand('watch', 'Follow a task live', {
    description:
      'Shows a task and then each newer state of it, as it comes, until it has ended and is settled, or a minute after its end. Revisions only rise; states that follow one another quickly may be left out, never the newest. A connection that is lost is made anew.',
    examples: [
      { line: 'taskfold tasks watch img_1', says: 'Follow a task to its end.' },
      {
        line: 'taskfold tasks watch img_1 --jsonl',
        says: 'The same for a program: each state on a line, as the API answers it.',
      },
    ],
  })
    .argument('<task-id>', 'the id of the task')
    .option('--poll', 'ask again and again, where the way to the API lets no stream through')
    .action(async (taskId, options) => {
      const api = await context.api(options);
      const output = context.output(options);
      const states = api.follow(context.note, ({ tasks }, patience) =>
        tasks.watch(taskId, { ...patience, appearTimeout: 0, poll: options.poll }),
      );
      for await (const state of states)
        output.next(state, (view) => drawTaskLine(knownOf(taskEnvelope, state, 'The task'), view));
    });
