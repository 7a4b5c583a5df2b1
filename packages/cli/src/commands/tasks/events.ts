import { OPERATIONS } from '@taskfold/contract';
import type { CommandMaker } from '../../program/command.ts';
import { listCommand, showList } from '../../program/list-command.ts';
import { drawEvents } from './draw/events.ts';

export const listEvents: CommandMaker = (context) =>
  listCommand('events', 'List the events of a task', {
    description:
      'Lists every event that was published about a task, in the order of the log, and what became of it.',
    examples: [
      {
        line: 'taskfold tasks events img_1',
        says: 'What was published about a task, and where it lies in the log.',
      },
      {
        line: 'taskfold tasks events img_1 --all --jsonl',
        says: 'The same for a program, with what each event changed.',
      },
    ],
  })
    .argument('<task-id>', 'the id of the task')
    .action(async (taskId, options) => {
      await showList(context, options, OPERATIONS.listTaskEvents, { path: { task_id: taskId } }, drawEvents);
    });
