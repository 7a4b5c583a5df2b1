import type { Queue } from 'bullmq';

const TOLD = 'told';

/**
 * How far the events of a queue have been told, and the tasks of its jobs that are not over, in a hash of the Redis that the queue is
 * in: `taskfold:bull:images`.
 */
export interface QueuePosition {
  /** The last entry that was told, null where there is none. */
  last(): Promise<string | null>;
  taskOf(jobId: string): Promise<string | null>;
  /** Kept with the next {@link mark}. */
  began(jobId: string, taskId: string): void;
  ended(jobId: string): void;
  /** What there is to keep now. @returns what keeps it: once all of it is in the log */
  mark(last: string): () => Promise<void>;
}

export function openPosition(queue: Queue, name: string): QueuePosition {
  const backend = queue.getBackend();
  const key = `${name}:${queue.qualifiedName}`;
  const begun = new Map<string, string>();
  const over = new Set<string>();
  return {
    last: async () => await (await backend.client).hget(key, TOLD),
    taskOf: async (jobId) => await (await backend.client).hget(key, fieldOf(jobId)),
    began(jobId, taskId) {
      over.delete(jobId);
      begun.set(jobId, taskId);
    },
    ended(jobId) {
      begun.delete(jobId);
      over.add(jobId);
    },
    mark(last) {
      const open = [...begun];
      const gone = [...over];
      return async () => {
        const client = await backend.client;
        if (gone.length > 0) await client.hdel(key, ...gone.map(fieldOf));
        const fields = open.map(([jobId, taskId]) => [fieldOf(jobId), taskId]);
        await client.hset(key, { ...Object.fromEntries(fields), [TOLD]: last });
        for (const [jobId, taskId] of open) if (begun.get(jobId) === taskId) begun.delete(jobId);
        for (const jobId of gone) over.delete(jobId);
      };
    },
  };
}

function fieldOf(jobId: string): string {
  return `job:${jobId}`;
}
