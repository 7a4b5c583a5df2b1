import type { TaskStatus, TaskSummary } from '@taskfold/contract';
import type { Style } from '@taskfold/runtime/command';

const BAR_CELLS = 10;

export function drawStatus(status: TaskStatus, style: Style): string {
  const drawn = {
    queued: style.faint,
    running: style.busy,
    succeeded: style.good,
    failed: style.bad,
    canceled: style.warn,
  } satisfies Record<TaskStatus, (text: string) => string>;
  return drawn[status](status);
}

/** A bar and the percentage; nothing where it is not known. A bar that is full says that it is done. */
export function drawProgress({ progress }: Pick<TaskSummary, 'progress'>, style: Style): string {
  const percent = progress?.percent;
  if (percent === undefined || percent === null) return '';
  const filled = Math.floor((percent / 100) * BAR_CELLS);
  return `${'█'.repeat(filled)}${style.faint('░'.repeat(BAR_CELLS - filled))} ${Math.floor(percent)} %`;
}
