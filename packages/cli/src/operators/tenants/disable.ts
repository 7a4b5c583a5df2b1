import { CommandFailure } from '../../outcome/command-failure.ts';
import { type CommandMaker, outputCommand } from '../../program/command.ts';
import { ACTOR, operatorOf, REASON } from '../acting.ts';
import { withDatabase } from '../connections.ts';
import { drawTenants, tenantShown } from './shown.ts';

const changing =
  (name: 'disable' | 'enable', summary: string, says: string): CommandMaker =>
  (context) =>
    outputCommand(name, summary, {
      description: `${summary}. Its events fold all the same. Wants DATABASE_URL.`,
      examples: [{ line: `taskfold tenants ${name} acme --reason "${says}"`, says: `${summary}.` }],
    })
      .argument('<tenant-id>', 'the id of the tenant')
      .option(...ACTOR)
      .option(...REASON)
      .action(async (tenantId, options) => {
        const operator = operatorOf(options);
        const { disableTenant } = await import('@taskfold/access');
        const tenant = await withDatabase(context, 'tenants', ({ prisma }) =>
          disableTenant(prisma, { tenantId, disabled: name === 'disable' }, operator),
        );
        if (tenant === null) throw new CommandFailure('not_found', `There is no tenant ${tenantId}.`);
        context.output(options).one(tenantShown(tenant), (view) => drawTenants([tenant], view));
      });

export const disableTenant = changing(
  'disable',
  'Have all keys of a tenant refused, within five seconds',
  'unpaid',
);
export const enableTenant = changing('enable', 'Have the keys of a tenant accepted again', 'paid');
