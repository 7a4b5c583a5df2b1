import { OPERATIONS } from '@taskfold/contract';
import type { CommandMaker } from '../../program/command.ts';
import { listCommand, showList } from '../../program/list-command.ts';
import { drawTimeline } from './draw/timeline.ts';

export const showTimeline: CommandMaker = (context) =>
  listCommand('timeline', 'Tell what happened to a task', {
    description:
      'Tells what happened to a task, event by event: how long after its first event, what it changed, and why an event changed nothing.',
    examples: [{ line: 'taskfold tasks timeline img_1 --all', says: 'The whole story of a task.' }],
  })
    .argument('<task-id>', 'the id of the task')
    .action(async (taskId, options) => {
      await showList(
        context,
        options,
        OPERATIONS.listTaskEvents,
        { path: { task_id: taskId } },
        drawTimeline,
      );
    });
