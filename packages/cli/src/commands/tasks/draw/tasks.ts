import type { TaskSummary } from '@taskfold/contract';
import { outside } from '../../../output/fields.ts';
import { duration } from '../../../output/numbers.ts';
import type { View } from '../../../output/output.ts';
import { drawTable, type TableColumn } from '../../../output/table.ts';
import { drawStatus } from './status.ts';

const COLUMNS: readonly TableColumn<TaskSummary>[] = [
  { name: 'task', cell: ({ task_id }) => outside(task_id) },
  { name: 'status', cell: ({ status }, { style }) => drawStatus(status, style) },
  { name: 'done', cell: percentOf, right: true },
  { name: 'capability', cell: ({ capability }) => outside(capability), shrinks: true },
  { name: 'model', optional: true, cell: ({ model }) => outside(model), shrinks: true },
  { name: 'created', cell: ({ created_at }) => created_at.slice(0, 16).replace('T', ' ') },
  { name: 'took', optional: true, cell: tookOf, right: true },
  { name: 'credits', cell: ({ billing }) => billing?.net_charged_credits ?? '', right: true },
  {
    name: 'error',
    cell: ({ error }, { style }) => (error === null ? '' : style.bad(outside(error.code))),
    shrinks: true,
  },
];

/** A table of tasks; times are UTC, credits net of refunds. */
export function drawTasks(tasks: readonly TaskSummary[], view: View): string {
  return drawTable(COLUMNS, tasks, view);
}

function percentOf({ progress, status }: TaskSummary): string {
  const percent = progress?.percent;
  return percent === undefined || percent === null || status !== 'running' ? '' : `${Math.floor(percent)} %`;
}

function tookOf({ started_at, created_at, completed_at }: TaskSummary): string {
  if (completed_at === null) return '';
  return duration(Date.parse(completed_at) - Date.parse(started_at ?? created_at));
}
