import { CommandFailure } from '../../outcome/command-failure.ts';
import { grouped } from '../../output/numbers.ts';
import { type CommandMaker, outputCommand } from '../../program/command.ts';
import { ACTOR, operatorOf, REASON, requireYes, YES } from '../acting.ts';
import { withDatabase } from '../connections.ts';
import { eventsTopicOf } from '../events-topic.ts';
import { eraseTasksOf } from './erase-tasks-of.ts';
import { removeTasksOf } from './remove-tasks-of.ts';

export const deleteTenant: CommandMaker = (context) =>
  outputCommand('delete', 'Remove everything that a tenant owns', {
    description:
      'Has the keys of the tenant refused, the content of all its tasks erased by events of the log, then removes the tasks with their sums, timelines and attempts, the bytes of its dead letters, and its keys, projects and callback secrets. What was begun is finished by running it again. Processors go on meanwhile, and have to: they fold the events, and the relay tells the consumers. Stop the producers of the tenant first, or what they publish appears again. There remain the id, disabled; ids of tasks, so that later events and a rebuild bring none back; the audit log; and the log itself, until its retention. It cannot be taken back. Wants the variables of the processor.',
    examples: [
      {
        line: 'taskfold tenants delete acme --reason "contract ended" --yes',
        says: 'What a customer that leaves has a right to.',
      },
      {
        line: 'taskfold tenants delete acme --keep-sums --yes',
        says: 'The content and the access only: states, times, usage and money stay, for the books.',
      },
    ],
  })
    .argument('<tenant-id>', 'the id of the tenant')
    .option('--keep-sums', 'erase the content of its tasks, but keep the tasks with their sums')
    .option(...YES)
    .option(...ACTOR)
    .option(...REASON)
    .action(async (tenantId, { keepSums, yes, ...options }) => {
      const operator = operatorOf(options);
      const { disableTenant, removeAccess } = await import('@taskfold/access');
      const { pruneDeadLettersOfTenant, pruneTenant } = await import('@taskfold/processor/projection');
      const events = await eventsTopicOf(context, 'tenants');
      const { signal, note } = context;

      await withDatabase(context, 'tenants', async ({ pool, prisma }) => {
        const tasks = await prisma.task.count({ where: { tenantId } });
        const tenant = await prisma.tenant.findUnique({ where: { tenantId } });
        if (tenant === null && tasks === 0) {
          throw new CommandFailure('not_found', `There is no tenant ${tenantId}, and no task of it.`);
        }
        requireYes(
          { yes },
          `Everything of the tenant ${tenantId} would be removed, ${grouped(tasks)} tasks.`,
        );
        await disableTenant(prisma, { tenantId, disabled: true }, operator);
        const { encode } = events;
        const erased = await events.publishing((publish) =>
          eraseTasksOf(tenantId, { prisma, topic: events.name, encode, publish, note, signal }),
        );
        const target = { tenantId, projection: events.projection, topic: events.name };
        const removed = keepSums
          ? 0
          : await removeTasksOf({ prune: (limit) => pruneTenant(pool, { ...target, limit }), note, signal });
        const deadLetters = await pruneDeadLettersOfTenant(pool, tenantId);
        const access = await removeAccess(prisma, tenantId, operator);
        context.output(options).one(
          {
            object: 'tenant_deletion',
            tenant_id: tenantId,
            erased_tasks: erased,
            removed_tasks: removed,
            emptied_dead_letters: deadLetters,
            removed_keys: access.keys,
            removed_projects: access.projects,
            removed_callback_secrets: access.callbackSecrets,
          },
          () =>
            `${tenantId} is deleted: ${grouped(erased)} tasks erased, ${grouped(removed)} removed, ${grouped(deadLetters)} dead letters emptied, ${access.keys} keys, ${access.projects} projects and ${access.callbackSecrets} callback secrets removed.`,
        );
      });
    });
