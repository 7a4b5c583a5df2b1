import type { TaskReader } from '@taskfold/database';
import type { TaskView } from '@taskfold/fold';
import type { OutgoingRecord } from '@taskfold/kafka';
import type { Logger } from '@taskfold/runtime';
import type { RelayMetrics } from '../observability/relay-metrics.ts';
import type { ChangedTask } from './coalesce.ts';
import type { SentAhead } from './sent-ahead.ts';
import type { SliceSize } from './slice-size.ts';
import { type UpdateOptions, updateRecord } from './update-record.ts';

export interface PublishTasksOptions {
  readonly reader: Pick<TaskReader, 'get'>;
  /** Resolves when the broker has acknowledged all. */
  readonly send: (records: readonly OutgoingRecord[]) => Promise<void>;
  readonly ahead: SentAhead;
  readonly sizes: SliceSize;
  readonly update: UpdateOptions;
  readonly metrics: RelayMetrics;
  readonly logger: Pick<Logger, 'error'>;
}

/**
 * Publishes the current state of tasks, in their order, a slice at a time so that memory stays bounded. A slice is read
 * while the one before it is on its way.
 */
export async function publishTasks(
  tasks: readonly ChangedTask[],
  options: PublishTasksOptions,
): Promise<void> {
  let begin = 0;
  const readNext = () => {
    const slice = tasks.slice(begin, begin + options.sizes.tasks());
    begin += slice.length;
    const views = Promise.all(slice.map(({ tenantId, taskId }) => options.reader.get(tenantId, taskId)));
    // Where the send before it fails, nobody else hears of it.
    views.catch(() => {});
    return { slice, views };
  };
  for (let next = readNext(); next.slice.length > 0; ) {
    const { slice, views } = next;
    const read = await views;
    next = readNext();
    await publishSlice(slice, read, options);
  }
}

async function publishSlice(
  slice: readonly ChangedTask[],
  views: readonly (TaskView | null)[],
  options: PublishTasksOptions,
): Promise<void> {
  const { send, ahead, sizes, metrics } = options;
  const due = slice.flatMap(({ key, revision }, index) => {
    // A task without a row was pruned: nothing is to be told of it any more.
    const view = views[index] ?? null;
    return view !== null && ahead.shouldSend(key, revision, view.revision) ? [{ key, revision, view }] : [];
  });
  const records = due.flatMap(({ view }) => recordOf(view, options));
  await send(records);
  for (const { key, revision, view } of due) ahead.sent(key, revision, view.revision);
  metrics.published(records.length);
  sizes.took(
    slice.length,
    records.reduce((sum, { value }) => sum + (value?.length ?? 0), 0),
  );
}

function recordOf(view: TaskView, { update, metrics, logger }: PublishTasksOptions): OutgoingRecord[] {
  const made = updateRecord(view, update);
  if (made.kind === 'too_large') {
    metrics.tooLarge();
    const { tenantId, taskId, revision } = view;
    logger.error(
      { tenant_id: tenantId, task_id: taskId, revision },
      'a task is too large for the updates topic, even without input and output: it is left out',
    );
    return [];
  }
  if (made.truncated) metrics.truncated();
  return [made.record];
}
