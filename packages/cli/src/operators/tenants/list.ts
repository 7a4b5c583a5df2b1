import { type CommandMaker, outputCommand } from '../../program/command.ts';
import { wholeNumber } from '../../program/option-values.ts';
import { withDatabase } from '../connections.ts';
import { drawTenants, tenantShown } from './shown.ts';

export const listTenants: CommandMaker = (context) =>
  outputCommand('list', 'List the tenants', {
    description: 'Lists the tenants in the order of their ids. Wants DATABASE_URL.',
    examples: [{ line: 'taskfold tenants list', says: 'Who may ask.' }],
  })
    .option('--after <id>', 'those after one of them', '')
    .option('--limit <n>', 'how many at most', wholeNumber(1, 100_000), 100)
    .action(async ({ after, limit, ...form }) => {
      const library = await import('@taskfold/access');
      const page = await withDatabase(context, 'tenants', ({ prisma }) =>
        library.listTenants(prisma, { after, limit: limit + 1 }),
      );
      const tenants = page.slice(0, limit);
      const output = context.output(form);
      const list = { object: 'list', data: tenants.map(tenantShown), has_more: page.length > limit };
      output.many(list, (view) => (tenants.length === 0 ? '' : drawTenants(tenants, view)));
      if (output.format !== 'text') return;
      if (tenants.length === 0) context.note('There are none.');
      if (page.length > limit) context.note(`There are more: --after ${tenants.at(-1)?.tenantId}`);
    });
