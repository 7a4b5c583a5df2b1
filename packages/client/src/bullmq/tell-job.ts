import { InvalidEventError } from '../events/invalid-event.ts';
import type { EventDataByType } from '../generated/events.ts';
import type { TaskReporter } from '../reporter/task-reporter.ts';
import type { QueueListenerOptions } from './options.ts';
import { attributesOf, parsed, type QueueEntry } from './queue-entry.ts';

type Failure = EventDataByType['task.failed']['error'];

/** A function of the program that failed: no use to ask it again. */
class CallbackError extends Error {}

/** What is said of a function of the program's own. */
export function asked<Answer>(name: string, ask: () => Answer): Answer {
  try {
    return ask();
  } catch (cause) {
    throw new CallbackError(`${name} of the queue listener threw: ${String(cause)}`, { cause });
  }
}

/** Whether to tell it again would fail again. */
export function isLasting(error: unknown): boolean {
  return error instanceof CallbackError || error instanceof InvalidEventError;
}

const ENDS: ReadonlySet<string> = new Set(['completed', 'failed', 'removed']);

/** Whether a job is over with this entry. What BullMQ calls failed is so after its last attempt. */
export function isEnd({ event }: QueueEntry): boolean {
  return ENDS.has(event);
}

/** Tells what an entry says of a job. */
export function tellJob(
  task: TaskReporter,
  entry: QueueEntry & { readonly jobId: string },
  attempt: number | undefined,
  options: QueueListenerOptions,
): void {
  const of = (part?: string) => attributesOf(options.queue.qualifiedName, entry, part);
  const { fields, jobId } = entry;
  switch (entry.event) {
    case 'active':
      task.started(attempt === undefined ? {} : { attempt }, of());
      return;
    case 'progress': {
      const { percent, stage, message } = progressOf(parsed(fields.data));
      if (percent !== undefined) task.progress(percent, stage, message, of());
      return;
    }
    case 'stalled':
      task.warn('worker_lost', 'The worker was lost. The task is tried again.', undefined, of());
      return;
    case 'completed':
      tellResult(task, entry, options);
      return;
    case 'failed': {
      const reason = fields.failedReason ?? '';
      task.failed(
        asked('failure', () => (options.failure ?? failureOf)(reason)),
        of(),
      );
      return;
    }
    case 'removed':
      // What is over may be removed.
      if (fields.prev !== 'completed' && fields.prev !== 'failed') {
        task.canceled({ reason: `The job ${jobId} was removed from its queue.` }, of());
      }
  }
}

function tellResult(
  task: TaskReporter,
  entry: QueueEntry & { readonly jobId: string },
  { queue, result = () => ({}), onError = () => {} }: QueueListenerOptions,
): void {
  const { jobId: id, fields } = entry;
  const of = (part?: string) => attributesOf(queue.qualifiedName, entry, part);
  // A result that cannot be told does not keep the end from being told.
  const attempt = (tell: () => void) => {
    try {
      tell();
    } catch (error) {
      if (!isLasting(error)) throw error;
      onError(error);
    }
  };
  let output: Readonly<Record<string, unknown>> | undefined;
  attempt(() => {
    const given = asked('result', () => result(parsed(fields.returnvalue), { id, taskId: task.taskId }));
    output = given.output;
    const { usage, charge } = given;
    if (usage !== undefined) attempt(() => task.usage(usage, of('usage')));
    if (charge !== undefined) attempt(() => task.charge('job', charge, {}, of('charge')));
  });
  let isTold = output !== undefined;
  if (isTold) {
    attempt(() => {
      isTold = false;
      task.succeeded({ output: output ?? {} }, of());
      isTold = true;
    });
  }
  if (!isTold) task.succeeded({}, of());
}

/** A job says a number, or an object of its own. */
function progressOf(data: unknown): { percent?: number; stage?: string; message?: string } {
  if (typeof data === 'number') return { percent: data };
  const { percent, progress = percent, stage, message } = (data ?? {}) as Readonly<Record<string, unknown>>;
  return {
    ...(typeof progress === 'number' ? { percent: progress } : {}),
    ...(typeof stage === 'string' ? { stage } : {}),
    ...(typeof message === 'string' ? { message } : {}),
  };
}

/** The message of an error is not meant for end users. */
function failureOf(reason: string): Failure {
  return reason.startsWith('job stalled more than')
    ? { code: 'worker_lost', message: 'The worker was lost too often.', retryable: true }
    : { code: 'job_failed', message: 'The job failed.', retryable: false };
}
