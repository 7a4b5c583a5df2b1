import type { TaskReader } from '@taskfold/database';
import type { VisibleTask } from '@taskfold/fold';
import type { OutgoingRecord } from '@taskfold/kafka';
import type { Logger, TraceSpan } from '@taskfold/runtime';
import type { ChangedTask } from './coalesce.ts';
import type { RelayMetrics } from './relay-metrics.ts';
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
  /** Begins the span of a send, where sends are traced. */
  readonly beginSpan?: ((updates: readonly ChangedTask[]) => TraceSpan) | undefined;
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
    const views = Promise.all(
      slice.map(({ tenantId, taskId, partition }) =>
        options.reader.get(tenantId, taskId, undefined, partition),
      ),
    );
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
  views: readonly (VisibleTask | null)[],
  options: PublishTasksOptions,
): Promise<void> {
  const { send, ahead, sizes, metrics } = options;
  const due = slice.flatMap((task, index) => {
    // A task without a row was pruned: nothing is to be told of it any more.
    const view = views[index] ?? null;
    return view !== null && ahead.shouldSend(task.key, task.revision, view.revision) ? [{ task, view }] : [];
  });
  const span = due.length === 0 ? undefined : options.beginSpan?.(due.map(({ task }) => task));
  const records = due.flatMap(({ task, view }) =>
    recordOf(view, span?.traceparent ?? task.traceparent ?? null, options),
  );
  try {
    await send(records);
    span?.end({ attributes: {} });
  } catch (error) {
    span?.end({ attributes: {}, error: 'not_sent' });
    throw error;
  }
  for (const { task, view } of due) ahead.sent(task.key, task.revision, view.revision);
  metrics.published(records.length);
  sizes.took(
    slice.length,
    records.reduce((sum, { value }) => sum + (value?.length ?? 0), 0),
  );
}

function recordOf(
  view: VisibleTask,
  traceparent: string | null,
  { update, metrics, logger }: PublishTasksOptions,
): OutgoingRecord[] {
  const made = updateRecord(view, update, traceparent);
  if (made.kind === 'too_large') {
    metrics.tooLarge();
    const { tenant_id, task_id, revision } = view;
    logger.error(
      { tenant_id, task_id, revision },
      'a task is too large for the updates topic, even without input and output: it is left out',
    );
    return [];
  }
  if (made.truncated) metrics.truncated();
  return [made.record];
}
