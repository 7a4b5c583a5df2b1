import { randomUUID } from 'node:crypto';
import { OPERATIONS } from '@taskfold/contract';
import { apiCommand, type CommandMaker } from '../../program/command.ts';
import { drawTask } from './draw/task.ts';

export const cancelTask: CommandMaker = (context) =>
  apiCommand('cancel', 'Ask for a task to end', {
    description:
      'Asks whoever works on a task to end it. Whether the request was in time is seen later, as "cancel" of the task; a task that has ended stays as it is.',
    examples: [
      {
        line: 'taskfold tasks cancel vid_1 --reason "The customer closed the page."',
        says: 'Ask for a task to end, and say why.',
      },
    ],
  })
    .argument('<task-id>', 'the id of the task')
    .option('--reason <text>', 'why it should end')
    .action(async (taskId, options) => {
      const api = await context.api(options);
      const task = await api.call(OPERATIONS.cancelTask, {
        path: { task_id: taskId },
        body: { reason: options.reason ?? null },
        // With the key, an attempt that is repeated publishes nothing twice.
        headers: { 'idempotency-key': randomUUID() },
        repeatable: true,
      });
      context.output(options).one(task.json, (view) => drawTask(task.value, view));
    });
