import { OPERATIONS } from '@taskfold/contract';
import { drawFields, outside } from '../../output/fields.ts';
import { apiCommand, type CommandMaker } from '../../program/command.ts';

export const callAgain: CommandMaker = (context) =>
  apiCommand('redeliver', 'Call back again', {
    description:
      'Tells the caller of a task of its end once more, now, with the same webhook-id: also where that was delivered before or given up.',
    examples: [{ line: 'taskfold callbacks redeliver img_1', says: 'Tell the caller again.' }],
  })
    .argument('<task-id>', 'the id of the task')
    .action(async (taskId, options) => {
      const api = await context.api(options);
      // Asked for twice, it is brought forward twice: the receiver tells by the webhook-id.
      const answer = await api.call(OPERATIONS.redeliverCallback, {
        path: { task_id: taskId },
        repeatable: true,
      });
      context.output(options).one(answer.json, (view) => {
        const { task_id, type, delivery_id } = answer.value;
        const fields = [
          ['task', outside(task_id)],
          ['of', type],
          ['webhook-id', outside(delivery_id)],
        ] as const;
        return drawFields(fields, view);
      });
      context.note(`An attempt is made now: "taskfold callbacks attempts ${taskId}" shows it.`);
    });
