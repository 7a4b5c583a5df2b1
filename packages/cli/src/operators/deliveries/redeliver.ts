import { Option } from '@commander-js/extra-typings';
import { CALLBACK_EVENTS } from '@taskfold/contract';
import { CommandFailure } from '../../outcome/command-failure.ts';
import { type CommandMaker, outputCommand } from '../../program/command.ts';
import { ACTOR, noteDone, operatorOf, REASON } from '../acting.ts';
import { withDatabase } from '../connections.ts';

export const redeliverOfTenant: CommandMaker = (context) =>
  outputCommand('redeliver', 'Tell of a task once more, now', {
    description:
      'Tells of the end of a task once more, or of another event, under the same id, also where that was delivered or given up. Wants DATABASE_URL.',
    examples: [
      {
        line: 'taskfold deliveries redeliver --tenant acme --task img_1',
        says: 'Once its receiver is back.',
      },
    ],
  })
    .requiredOption('--tenant <id>', 'the tenant of the task')
    .requiredOption('--task <id>', 'the task')
    .addOption(
      new Option('--type <type>', 'what is told of; the end of the task where nothing is said').choices(
        CALLBACK_EVENTS,
      ),
    )
    .option(...ACTOR)
    .option(...REASON)
    .action(async ({ tenant: tenantId, task: taskId, type, ...form }) => {
      const operator = operatorOf(form);
      const { redeliver } = await import('@taskfold/database');
      const act = { ...operator, action: 'delivery.redelivered', subject: `task/${tenantId}/${taskId}` };
      const result = await withDatabase(context, 'deliveries', async ({ pool, prisma }) => {
        const found = await redeliver(pool, { tenantId, taskId, ...(type === undefined ? {} : { type }) });
        if (found.kind !== 'not_found' && found.kind !== 'erased') await noteDone(prisma, act);
        return found;
      });
      if (result.kind === 'not_found') {
        throw new CommandFailure(
          'not_found',
          'There is nothing to tell: no such task, no callback, or it has not happened.',
        );
      }
      if (result.kind === 'erased') {
        throw new CommandFailure('failed', 'The task is erased, and the address of its callback with it.');
      }
      const { kind: state, type: told, deliveryId } = result;
      const when = state === 'due' ? 'is due now' : 'is being told at this moment';
      context
        .output(form)
        .one(
          { object: 'delivery', type: told, delivery_id: deliveryId, state },
          () => `${told} ${when}, as ${deliveryId}.`,
        );
    });
