import { CommandFailure } from '../outcome/command-failure.ts';
import { type CommandMaker, outputCommand } from '../program/command.ts';
import { ACTOR, noteDone, operatorOf, REASON, requireYes, YES } from './acting.ts';
import { withDatabase } from './connections.ts';
import { eventsTopicOf } from './events-topic.ts';

export const erase: CommandMaker = (context) =>
  outputCommand('erase', 'Have the content of a task removed', {
    description:
      'Publishes the event that has the content of a task removed, from the projection and from what is shown of its events; sums and states stay. It cannot be taken back. Wants DATABASE_URL, KAFKA_BROKERS, PARTITIONER as the processor has it, and EVENT_SIGNING_KEYS where the processor has them.',
    examples: [
      {
        line: 'taskfold erase --tenant acme --task img_1 --reason "request 17" --yes',
        says: 'What a person has a right to.',
      },
    ],
  })
    .requiredOption('--tenant <id>', 'the tenant of the task')
    .requiredOption('--task <id>', 'the task')
    .option(...YES)
    .option(...ACTOR)
    .option(...REASON)
    .action(async ({ tenant: tenantId, task: taskId, yes, ...options }) => {
      const operator = operatorOf(options);
      const { eraseEvent } = await import('@taskfold/kafka');
      const events = await eventsTopicOf(context, 'erase');
      await withDatabase(context, 'erase', async ({ prisma }) => {
        const found = await prisma.task.findFirst({
          where: { tenantId, taskId },
          select: { dataRemoved: true },
        });
        if (found === null)
          throw new CommandFailure('not_found', `The tenant ${tenantId} has no task ${taskId}.`);
        requireYes(
          { yes },
          `The content of the task ${taskId} of ${tenantId} would be removed${found.dataRemoved ? ' once more' : ''}.`,
        );
        const record = events.encode(eraseEvent({ tenantId, taskId, source: '/taskfold/cli' }));
        await events.publishing((publish) => publish([record]));
        await noteDone(prisma, { ...operator, action: 'task.erased', subject: `task/${tenantId}/${taskId}` });
      });
      context
        .output(options)
        .one(
          { object: 'erasure', tenant_id: tenantId, task_id: taskId },
          () => 'The content is removed as soon as the event is folded.',
        );
    });
