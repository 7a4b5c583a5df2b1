import { OPERATIONS } from '@taskfold/contract';
import { apiCommand, type CommandMaker } from '../../program/command.ts';
import { drawTask } from './draw/task.ts';

export const getTask: CommandMaker = (context) =>
  apiCommand('get', 'Show a task', {
    description: 'Shows a task as it is now: where it stands, what it cost, and whether the caller was told.',
    examples: [
      { line: 'taskfold tasks get img_1', says: 'Show a task.' },
      { line: 'taskfold tasks get img_1 --json', says: 'Show all of it, as the API answers it.' },
    ],
  })
    .argument('<task-id>', 'the id of the task')
    .action(async (taskId, options) => {
      const api = await context.api(options);
      const task = await api.call(OPERATIONS.getTask, { path: { task_id: taskId } });
      context.output(options).one(task.json, (view) => drawTask(task.value, view));
    });
