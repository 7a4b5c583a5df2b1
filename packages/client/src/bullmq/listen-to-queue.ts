import { QueueEvents } from 'bullmq';
import { pause } from '../waiting/limit.ts';
import { createJobTasks } from './job-tasks.ts';
import type { QueueListenerOptions } from './options.ts';
import { entriesOf, type QueueEntry } from './queue-entry.ts';
import { openPosition } from './queue-position.ts';
import { isEnd, isLasting, tellJob } from './tell-job.ts';

/** The longest that a read waits, in milliseconds. */
const READ_MS = 1000;
const RETRY_MS = 1000;
/** Nothing else says something of a task. */
const TOLD: ReadonlySet<string> = new Set([
  'added',
  'active',
  'progress',
  'stalled',
  'completed',
  'failed',
  'removed',
]);

export interface QueueListener {
  /** The last entry of the stream that is in the log, or was when it began; null where none is yet. */
  readonly told: string | null;
  /**
   * Ends it, and keeps how far it has told, once that is in the log or time is up (10,000 ms). Close it before the reporter, the
   * queue after both.
   */
  close(options?: { readonly timeoutMs?: number }): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Tells each job of a BullMQ queue as a task, by the stream of events that BullMQ writes to Redis: workers and whoever adds jobs change
 * nothing. Added is created; active is started, with the attempt; progress is progressed; completed is succeeded; failed is failed,
 * which BullMQ says after the last attempt; removed before its end is canceled; a worker that was lost is a warning.
 *
 * Each event has the id of its entry in the stream. A listener that is started again goes on after the last entry that is in the log,
 * and says what it is not sure of once more; so may several at a time. How far it is stands in the same Redis, in the hash
 * `taskfold:bull:<queue>`. What the stream no longer has cannot be told: BullMQ keeps about 10,000 entries, see
 * `streams.events.maxLen` of the queue.
 */
export function listenToQueue(options: QueueListenerOptions): QueueListener {
  const { queue, reporter, name = 'taskfold', from = '0', keepEveryMs = 1000, onError = () => {} } = options;
  const position = openPosition(queue, name);
  const tasks = createJobTasks(options, position);
  const reader = new QueueEvents(queue.name, { ...queue.opts, autorun: false });
  const stop = new AbortController();
  reader.on('error', onError);
  let seen = from;
  let told: string | null = null;
  let keeping: Promise<void> | null = null;
  let keptAt = Date.now();

  /** Asks again until there is an answer, or it is closed. */
  const insist = async <Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> => {
    while (!stop.signal.aborted) {
      try {
        return await ask();
      } catch (error) {
        if (stop.signal.aborted) return undefined;
        onError(error);
        await pause(RETRY_MS, stop.signal).catch(() => {});
      }
    }
    return undefined;
  };
  const tell = async (entry: QueueEntry) => {
    const { jobId, event } = entry;
    if (jobId === undefined || !TOLD.has(event)) return;
    const ofJob = { ...entry, jobId };
    try {
      const task = await tasks.of(ofJob);
      if (task !== null) {
        const job = event === 'active' ? await queue.getJob(jobId) : undefined;
        tellJob(task, ofJob, job?.attemptsStarted, options);
      }
    } catch (error) {
      if (!isLasting(error)) throw error;
      onError(error);
    }
    if (isEnd(entry)) tasks.ended(jobId);
  };
  const keep = async (signal: AbortSignal) => {
    const last = seen;
    if (last === (told ?? from)) return;
    const save = position.mark(last);
    await reporter.flush({ signal });
    await save();
    told = last;
  };
  const keepNowAndThen = () => {
    if (keeping !== null || Date.now() - keptAt < keepEveryMs) return;
    keptAt = Date.now();
    keeping = keep(stop.signal)
      .catch((error: unknown) => {
        if (!stop.signal.aborted) onError(error);
      })
      .finally(() => {
        keeping = null;
      });
  };
  const listen = async () => {
    told = (await insist(() => position.last())) ?? null;
    seen = told ?? from;
    while (!stop.signal.aborted) {
      await reporter.hasRoom({ signal: stop.signal }).catch(() => {});
      const answer = await insist(async () => await reader.getBackend().readEvents(seen, READ_MS));
      for (const entry of entriesOf(answer)) {
        await insist(() => tell(entry));
        if (stop.signal.aborted) return;
        seen = entry.id;
      }
      keepNowAndThen();
    }
  };
  const listening = listen();
  const end = async (timeoutMs: number) => {
    stop.abort(new DOMException('The listener is closed', 'AbortError'));
    await reader.close().catch(onError);
    await listening;
    await keeping;
    await keep(AbortSignal.timeout(timeoutMs)).catch(onError);
  };
  let closed: Promise<void> | null = null;
  return {
    get told() {
      return told;
    },
    close({ timeoutMs = 10_000 } = {}) {
      closed ??= end(timeoutMs);
      return closed;
    },
    async [Symbol.asyncDispose]() {
      await this.close();
    },
  };
}
