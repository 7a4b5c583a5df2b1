import type { TaskReader } from '@taskfold/database';
import type { VisibleTask } from '@taskfold/fold';
import type { LogPosition } from '@taskfold/kafka';
import type { ChangeReader } from '../../changes/change-reader.ts';

export interface WaitForTaskOptions {
  readonly tasks: TaskReader;
  readonly changes: Pick<ChangeReader, 'watch' | 'hasPassed'>;
  readonly tenantId: string;
  readonly taskId: string;
  /** What the projection must have folded beforehand. */
  readonly position?: LogPosition | undefined;
  /** Whether the task is as it was waited for; null is one that does not exist. */
  readonly until: (view: VisibleTask | null) => boolean;
  readonly timeLimitMs: number;
  readonly signal: AbortSignal;
}

/** Reads a task, again and again as it changes, until it is as it was waited for or the time is up; then as it is. */
export async function waitForTask(options: WaitForTaskOptions): Promise<VisibleTask | null> {
  const { tasks, changes, tenantId, taskId, position, until, timeLimitMs, signal } = options;
  const deadline = performance.now() + timeLimitMs;
  const watch = changes.watch(
    { kind: 'task', tenantId, taskId },
    ...(position === undefined ? [] : [{ kind: 'partition' as const, partition: position.partition }]),
  );
  try {
    for (;;) {
      // Asked before the task is read, so that what is read holds the position.
      const passed = position === undefined || changes.hasPassed(position);
      const view = await tasks.get(tenantId, taskId);
      if (passed && until(view)) return view;
      const leftMs = deadline - performance.now();
      if (leftMs <= 0 || (await watch.next(signal, leftMs)) === 'closed') return view;
    }
  } finally {
    watch.end();
  }
}
