import { createEvents } from '../events/create-events.ts';
import type { TaskCloudEvent } from '../generated/events.ts';
import { limitOf } from '../waiting/limit.ts';
import { harmless } from './harmless.ts';
import type { ReporterOptions } from './options.ts';
import { createProgressGate } from './progress-gate.ts';
import { createReportQueue } from './report-queue.ts';
import { createReportSender } from './report-sender.ts';
import { leftReports, waitingReport } from './reports.ts';
import { createTaskReporter, type TaskOptions, type TaskReporter } from './task-reporter.ts';

const MIB = 1024 * 1024;
const ENDS: ReadonlySet<string> = new Set(['task.succeeded', 'task.failed', 'task.canceled']);

/**
 * Tells Taskfold what a worker does, without making it wait: events are taken at once and sent in the background, in batches, in the
 * order of each task, and again where nobody knows whether they arrived. What is told of a task's progress in quick succession is
 * told once.
 *
 * Where more than `maxWaitingBytes` wait because Taskfold is away, the oldest progress is left out first, then partial outputs, then
 * warnings. Ends, money, usage, creations and starts never are: with a spool they wait on disk, without one in memory, beyond that
 * bound. `hasRoom` lets a worker wait before it takes more work.
 */
export interface Reporter {
  /** What is told of a task by it throws once the reporter is closed. */
  task(taskId: string, options?: TaskOptions): TaskReporter;
  /** Resolves when all that was told is in the log. @throws the reason of the signal where that comes first, Error where the reporter is closed */
  flush(options?: { readonly signal?: AbortSignal }): Promise<void>;
  /** Resolves when memory has room for what waits, which is mostly at once. @throws the reason of the signal likewise */
  hasRoom(options?: { readonly signal?: AbortSignal }): Promise<void>;
  /**
   * Sends what waits, for so long at most (10,000 ms), and stops.
   *
   * @returns how many events were not sent: with a spool those that it keeps are sent after the next start, others are lost
   */
  close(options?: { readonly timeoutMs?: number }): Promise<{ readonly unsent: number }>;
  [Symbol.asyncDispose](): Promise<void>;
  /** How many events wait. */
  readonly waiting: number;
}

/**
 * @example
 * ```ts
 * import { createReporter } from '@taskfold/client/reporter';
 *
 * const sent: string[] = [];
 * const reporter = createReporter({
 *   source: '/workers/image-7',
 *   publish: async (events) => void sent.push(...events.map(({ type }) => type)),
 * });
 *
 * const task = reporter.task('task_1', { attempt: 1 });
 * task.started();
 * task.progress(42, 'denoise');
 * task.charge('charge_1', '40');
 * task.succeeded({ output: { url: 'https://cdn.example.com/8e.png' } });
 * await reporter.close();
 * sent; // ['task.started', 'task.progressed', 'task.charged', 'task.succeeded']
 * ```
 */
export function createReporter(options: ReporterOptions): Reporter {
  const { publish, source, tenant, spool } = options;
  const { onRefused, onDropped, onError } = harmless(options);
  const events = createEvents({ source, ...(tenant === undefined ? {} : { tenant }) });
  const queue = createReportQueue(options.maxWaitingBytes ?? 16 * MIB, ({ event }) => {
    if (event !== null) onDropped(event);
  });
  const sender = createReportSender(queue, {
    publish,
    spool,
    maxBatch: options.maxBatch ?? 100,
    requestTimeoutMs: options.requestTimeoutMs ?? 30_000,
    maxRetryWaitMs: options.maxRetryWaitMs ?? 30_000,
    onRefused,
    onError,
  });
  let closed: Promise<{ readonly unsent: number }> | null = null;

  const enqueue = (event: TaskCloudEvent) => sender.add(waitingReport(event, spool, onError));
  const gate = createProgressGate(options.progressEveryMs ?? 1000, enqueue);
  const tell = (event: TaskCloudEvent) => {
    if (closed !== null)
      throw new Error(`The reporter is closed: ${event.type} of ${event.subject} is lost.`);
    if (event.type === 'task.progressed') {
      gate.tell(event);
      return;
    }
    if (ENDS.has(event.type)) gate.release(event.subject);
    enqueue(event);
  };
  const isEmpty = () => queue.size === 0;
  const end = async (timeoutMs: number) => {
    gate.releaseAll();
    const limit = limitOf(undefined, timeoutMs);
    await sender.until(isEmpty, limit.signal).catch(() => {});
    limit.end();
    const left = await sender.stop();
    for (const { event, spooled } of left) if (event !== null && spooled === null) onDropped(event);
    await spool?.close();
    return { unsent: left.length };
  };

  for (const report of leftReports(spool)) queue.add(report);
  sender.start();
  return {
    task: (taskId, task = {}) => createTaskReporter(taskId, task, events, tell),
    async flush({ signal } = {}) {
      gate.releaseAll();
      await sender.until(isEmpty, signal);
      if (sender.unsent > 0) {
        throw new Error(`The reporter was closed before ${sender.unsent} events were sent.`);
      }
    },
    hasRoom: ({ signal } = {}) => sender.until(() => !queue.isFull, signal),
    close({ timeoutMs = 10_000 } = {}) {
      closed ??= end(timeoutMs);
      return closed;
    },
    async [Symbol.asyncDispose]() {
      await this.close();
    },
    get waiting() {
      return queue.size;
    },
  };
}
