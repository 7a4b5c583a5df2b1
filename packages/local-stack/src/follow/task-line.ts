import type { TaskEnvelope } from '@taskfold/contract';
import { escapeControls, type Style } from '@taskfold/runtime';

type Shown = Pick<
  TaskEnvelope,
  | 'task_id'
  | 'status'
  | 'capability'
  | 'progress'
  | 'billing'
  | 'warnings'
  | 'error'
  | 'cancel'
  | 'usage'
  | 'updated_at'
>;

const BAR_CELLS = 10;

/** One line of the live log: when, which task, how far, and what is notable about it. */
export function taskLine(task: Shown, style: Style): string {
  return `${style.faint(task.updated_at.slice(11, 19))}  ${taskState(task, style)}`;
}

/** The line without its time: equal for two states that a reader would not tell apart. */
export function taskState(task: Shown, style: Style): string {
  return [
    escapeControls(task.task_id).padEnd(16),
    escapeControls(task.capability).padEnd(17),
    status(task, style),
    progressBar(task),
    notes(task, style),
  ]
    .join('  ')
    .trimEnd();
}

function status({ status: name }: Shown, style: Style): string {
  const text = name.padEnd(9);
  if (name === 'succeeded') return style.good(text);
  if (name === 'failed') return style.bad(text);
  if (name === 'canceled') return style.warn(text);
  return name === 'running' ? style.busy(text) : style.faint(text);
}

function progressBar({ progress }: Shown): string {
  const percent = progress?.percent;
  if (percent === undefined || percent === null) return ' '.repeat(BAR_CELLS + 6);
  // Rounded down: a bar that is full says that it is done.
  const filled = Math.floor((percent / 100) * BAR_CELLS);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)} ${String(Math.floor(percent)).padStart(3)} %`;
}

function notes(task: Shown, style: Style): string {
  const { billing, cancel, error, progress, usage, warnings } = task;
  const live = task.status === 'queued' || task.status === 'running';
  return [
    live && progress?.stage ? escapeControls(progress.stage) : undefined,
    error && style.bad(escapeControls(error.code)),
    warnings.length > 0 && style.warn(`${warnings.length} ${warnings.length === 1 ? 'warning' : 'warnings'}`),
    cancel &&
      style.warn(cancel.outcome === 'lost_race' ? 'cancel came too late' : `cancel ${cancel.outcome}`),
    usage && `used ${usage.credits}`,
    billing && `charged ${billing.charged_credits}`,
    billing && /[1-9]/.test(billing.refunded_credits) && `refunded ${billing.refunded_credits}`,
    billing?.settlement === 'final' && style.good('settled'),
  ]
    .filter((note) => typeof note === 'string')
    .join(', ');
}
