import { OPERATIONS } from '@taskfold/contract';
import type { ItemOf } from '../../api/lists.ts';
import { outside } from '../../output/fields.ts';
import { duration } from '../../output/numbers.ts';
import type { View } from '../../output/output.ts';
import { drawTable, type TableColumn } from '../../output/table.ts';
import type { CommandMaker } from '../../program/command.ts';
import { listCommand, showList } from '../../program/list-command.ts';

type Attempt = ItemOf<typeof OPERATIONS.listCallbackAttempts>;

const COLUMNS: readonly TableColumn<Attempt>[] = [
  { name: 'started', cell: ({ started_at }) => started_at.slice(0, 19).replace('T', ' ') },
  { name: 'of', optional: true, cell: ({ type }) => type },
  { name: 'attempt', cell: ({ attempt }) => String(attempt), right: true },
  { name: 'outcome', cell: outcomeOf },
  { name: 'error', cell: ({ error }) => outside(error ?? '') },
  { name: 'status', cell: ({ status_code }) => String(status_code ?? ''), right: true },
  { name: 'took', cell: ({ duration_ms }) => duration(duration_ms), right: true },
  {
    name: 'next',
    optional: true,
    cell: ({ next_attempt_at }) => next_attempt_at?.slice(0, 19).replace('T', ' ') ?? '',
  },
  { name: 'webhook-id', optional: true, cell: ({ delivery_id }) => outside(delivery_id), shrinks: true },
];

export const callbackAttempts: CommandMaker = (context) =>
  listCommand('attempts', 'List the attempts to call back', {
    description: 'Lists every attempt to tell the caller of a task, the oldest first; times are UTC.',
    examples: [{ line: 'taskfold callbacks attempts img_1', says: 'Was the caller told, and if not, why?' }],
  })
    .argument('<task-id>', 'the id of the task')
    .action(async (taskId, options) => {
      const parts = { path: { task_id: taskId } };
      await showList(context, options, OPERATIONS.listCallbackAttempts, parts, (attempts, view) =>
        drawTable(COLUMNS, attempts, view),
      );
    });

function outcomeOf({ outcome }: Attempt, { style }: View): string {
  if (outcome === 'delivered') return style.good(outcome);
  return outcome === 'retrying' ? style.warn(outcome) : style.bad(outcome);
}
