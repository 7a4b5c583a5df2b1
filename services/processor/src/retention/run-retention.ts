import { createMonthKeeper, type Pool, type ProjectionOf } from '@taskfold/database';
import { dropMonths, type MonthlyTable } from './drop-months.ts';
import { eraseStandby } from './erase-standby.ts';
import { pruneDeadLetters } from './prune-dead-letters.ts';
import { pruneTasks } from './prune-tasks.ts';

/** Ages in days; 0 for ever. */
export interface RetentionAges {
  readonly tasks: number;
  readonly timeline: number;
  readonly changes: number;
  readonly callbackAttempts: number;
  readonly deadLetters: number;
}

/** What one step of a run removed: tasks, bytes of dead letters, content of erased tasks, or months of a table. */
type Removed = 'tasks' | 'dead_letter_bytes' | 'standby_content' | `${MonthlyTable}_months`;

export interface RetentionRun extends ProjectionOf {
  readonly pool: Pool;
  readonly ages: RetentionAges;
  /** Rows of one transaction at most. */
  readonly batch: number;
  /** Milliseconds after which no further batch is begun. */
  readonly maxMs: number;
  readonly signal: AbortSignal;
  readonly onRemoved: (what: Removed, count: number) => void;
  /** Told of a step that failed; the others are done all the same, and it has its turn again in the next run. */
  readonly onError: (what: Removed | 'months_ahead', error: unknown) => void;
}

/** Makes the months ahead, and removes what is older than it should be, as far as the time allows. Never rejects. */
export async function runRetention(run: RetentionRun): Promise<void> {
  const { pool, projection, topic, ages, batch, signal, onRemoved, onError } = run;
  const endsAt = performance.now() + run.maxMs;
  const isOver = () => signal.aborted || performance.now() >= endsAt;

  async function step(what: Removed | 'months_ahead', work: () => Promise<void>): Promise<void> {
    if (isOver()) return;
    await work().catch((error: unknown) => onError(what, error));
  }

  /** @param remove returns how many it removed, and whether there may be more */
  async function inBatches(
    what: Removed,
    remove: () => Promise<{ readonly count: number; readonly more: boolean }>,
  ): Promise<void> {
    for (let more = true; more && !isOver(); ) {
      const removed = await remove();
      if (removed.count > 0) onRemoved(what, removed.count);
      more = removed.more;
    }
  }

  // Whoever folds makes them too, but not before they are needed.
  await step('months_ahead', () => createMonthKeeper(pool).ensure([]));
  await step('standby_content', async () => {
    const count = await eraseStandby(pool);
    if (count > 0) onRemoved('standby_content', count);
  });
  const tables = [
    ['timeline', ages.timeline],
    ['changes', ages.changes],
    ['callback_attempts', ages.callbackAttempts],
  ] as const;
  for (const [table, olderThanDays] of tables) {
    if (olderThanDays === 0) continue;
    await step(`${table}_months`, async () => {
      const { length } = await dropMonths(pool, { table, olderThanDays, projection, topic });
      if (length > 0) onRemoved(`${table}_months`, length);
    });
  }
  if (ages.deadLetters > 0) {
    await step('dead_letter_bytes', () =>
      inBatches('dead_letter_bytes', async () => {
        const count = await pruneDeadLetters(pool, { olderThanDays: ages.deadLetters, limit: batch });
        return { count, more: count === batch };
      }),
    );
  }
  if (ages.tasks > 0) {
    await step('tasks', () =>
      inBatches('tasks', async () => {
        const options = { projection, topic, olderThanDays: ages.tasks, limit: batch };
        const { pruned: count, more } = await pruneTasks(pool, options);
        return { count, more };
      }),
    );
  }
}
