import type { Reporter } from '../reporter/create-reporter.ts';
import type { TaskReporter } from '../reporter/task-reporter.ts';
import type { QueueListenerOptions } from './options.ts';
import { attributesOf, type QueueEntry } from './queue-entry.ts';
import type { QueuePosition } from './queue-position.ts';
import { asked } from './tell-job.ts';

/** Finds the task of a job, whose creation it tells when it sees the job first. */
export interface JobTasks {
  /** Null: it is none, or nobody knows any more what it was. */
  of(entry: QueueEntry & { readonly jobId: string }): Promise<TaskReporter | null>;
  ended(jobId: string): void;
}

export function createJobTasks(options: QueueListenerOptions, position: QueuePosition): JobTasks {
  const { queue, reporter } = options;
  const known = new Map<string, TaskReporter | null>();

  const find = async (entry: QueueEntry & { readonly jobId: string }) => {
    const { jobId, fields, event } = entry;
    const job = await queue.getJob(jobId);
    // A job that is added may have the id of one before it.
    const kept = event === 'added' && job !== undefined ? null : await position.taskOf(jobId);
    if (kept !== null) return reporter.task(kept);
    const name = job?.name ?? fields.name;
    if (name === undefined) return null;
    const said = asked('describe', () => options.describe({ id: jobId, name, data: job?.data }));
    if (said === null) return null;
    const { taskId = defaultId(queue.name, jobId), ...creation } = said;
    return createdTask(reporter, taskId, creation, attributesOf(queue.qualifiedName, entry, 'created'));
  };
  return {
    async of(entry) {
      const { jobId } = entry;
      const before = entry.event === 'added' ? undefined : known.get(jobId);
      if (before !== undefined) return before;
      const task = await find(entry);
      known.set(jobId, task);
      if (task !== null) position.began(jobId, task.taskId);
      return task;
    },
    ended(jobId) {
      if (known.get(jobId) !== null) position.ended(jobId);
      known.delete(jobId);
    },
  };
}

function createdTask(
  reporter: Reporter,
  taskId: string,
  ...[creation, attributes]: Parameters<TaskReporter['created']>
): TaskReporter {
  const task = reporter.task(taskId);
  task.created(creation, attributes);
  return task;
}

/** `images-42`, in the characters that the id of a task may have. */
function defaultId(queue: string, jobId: string): string {
  return `${queue}-${jobId}`.replaceAll(/[^A-Za-z0-9_-]/g, '_');
}
