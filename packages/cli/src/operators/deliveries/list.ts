import { Option } from '@commander-js/extra-typings';
import { toWireTime, toWireTimeOrNull } from '@taskfold/contract';
import { outside } from '../../output/fields.ts';
import { drawTable, type TableColumn } from '../../output/table.ts';
import { type CommandMaker, outputCommand } from '../../program/command.ts';
import { wholeNumber } from '../../program/option-values.ts';
import { withDatabase } from '../connections.ts';
import { listDocument } from '../list-document.ts';
import { DELIVERY_STATES, type DeliveryRow, readDeliveries } from './read-deliveries.ts';

const COLUMNS: readonly TableColumn<DeliveryRow>[] = [
  { name: 'tenant', cell: ({ tenantId }) => outside(tenantId), shrinks: true },
  { name: 'task', cell: ({ taskId }) => outside(taskId), shrinks: true },
  { name: 'tells of', cell: ({ type }) => type },
  { name: 'state', cell: ({ state }, { style }) => (state === 'delivered' ? style.good(state) : state) },
  { name: 'due', cell: ({ dueAt }) => dueAt.slice(0, 19).replace('T', ' ') },
  { name: 'attempts', cell: ({ attemptCount }) => String(attemptCount), right: true },
  { name: 'host', cell: ({ host }) => outside(host), shrinks: true },
  {
    name: 'last',
    cell: ({ lastError, lastStatusCode }) => outside(lastError) ?? String(lastStatusCode ?? ''),
  },
];

export const listDeliveries: CommandMaker = (context) =>
  outputCommand('list', 'List callbacks that are to be made, or were', {
    description:
      'Lists callbacks of all tenants, those that have been due for longest first; times are UTC. Of an address only the host is shown. Wants DATABASE_URL.',
    examples: [
      { line: 'taskfold deliveries list --due', says: 'What callers wait for.' },
      {
        line: 'taskfold deliveries list --state exhausted --host hooks.example',
        says: 'What a receiver never took.',
      },
    ],
  })
    .addOption(new Option('--state <state>', 'those of one state').choices(DELIVERY_STATES))
    .option('--due', 'those that should have been made by now')
    .option('--host <host>', 'those to one host')
    .option('--tenant <id>', 'those of one tenant')
    .option('--task <id>', 'those of one task')
    .option('--limit <n>', 'how many at most', wholeNumber(1, 10_000), 50)
    .action(async ({ state, due, host, tenant, task, limit, ...form }) => {
      const filters = { state, due, host, tenantId: tenant, taskId: task };
      const rows = await withDatabase(context, 'deliveries', ({ pool }) =>
        readDeliveries(pool, filters, limit),
      );
      const data = rows.map((row) => ({
        object: 'delivery',
        tenant_id: row.tenantId,
        task_id: row.taskId,
        type: row.type,
        delivery_id: row.deliveryId,
        state: row.state,
        host: row.host,
        due_at: toWireTime(row.dueAt),
        attempt_count: row.attemptCount,
        delivered_at: toWireTimeOrNull(row.deliveredAt),
        last_error: row.lastError,
        last_status_code: row.lastStatusCode,
      }));
      context
        .output(form)
        .many(listDocument(data), (view) => (rows.length === 0 ? '' : drawTable(COLUMNS, rows, view)));
      if (rows.length === 0) context.note('There are none.');
    });
