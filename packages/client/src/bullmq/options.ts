import type { Queue } from 'bullmq';
import type { EventDataByType } from '../generated/events.ts';
import type { Reporter } from '../reporter/create-reporter.ts';

/** A job that has come. */
export interface QueueJob {
  readonly id: string;
  /** What kind of job it is: the first argument of `queue.add`. */
  readonly name: string;
  /** What it was given; absent where the job was done and removed before any listener saw it. */
  readonly data: unknown;
}

/** What a job gave back, as its task says it. */
export interface JobResult {
  readonly output?: Readonly<Record<string, unknown>>;
  readonly usage?: EventDataByType['task.usage_recorded'];
  /** Credits, as a decimal text such as `"1.25"`. */
  readonly charge?: string;
}

export interface QueueListenerOptions {
  readonly reporter: Reporter;
  /** The queue whose jobs are told. Jobs are looked up by its connection; the stream of its events is read by one of its own. */
  readonly queue: Queue;
  /**
   * What the task of a job says of itself: capability and model, and what else there is to say. Its id is the name of the queue and
   * the id of the job, `images-42`, unless a `taskId` is given. Null: the job is no task.
   */
  readonly describe: (
    job: QueueJob,
  ) => (EventDataByType['task.created'] & { readonly taskId?: string }) | null;
  /** What a job gave back, as its task says it. Without it, nothing of that is told. */
  readonly result?: (returned: unknown, job: { readonly id: string; readonly taskId: string }) => JobResult;
  /** Why a job failed, by the message of its error, in the place of what is said anyway. Its message is for end users. */
  readonly failure?: (reason: string) => EventDataByType['task.failed']['error'];
  /**
   * The first part of the key in Redis below which a listener keeps how far it has told; `taskfold`. Listeners with the same name go
   * on where any of them was.
   */
  readonly name?: string;
  /** Where a listener begins that was never here before: an id of the stream, which a time in milliseconds is; `0`, its beginning. */
  readonly from?: string;
  /** How often it keeps how far it has told, in milliseconds; 1,000. */
  readonly keepEveryMs?: number;
  /** Told of what cannot be told of a job, and of a Redis that does not answer, which is asked again. */
  readonly onError?: (error: unknown) => void;
}
