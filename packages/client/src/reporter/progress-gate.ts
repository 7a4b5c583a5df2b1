import type { TaskCloudEvent } from '../generated/events.ts';

type Progress = TaskCloudEvent<'task.progressed'>;

/** Lets the progress of a task through so often at most: the first at once, then the latest of each interval. */
export interface ProgressGate {
  tell(event: Progress): void;
  /** Lets through what is held of a task, and forgets it. */
  release(taskId: string): void;
  releaseAll(): void;
}

interface Held {
  latest: Progress | null;
  timer: ReturnType<typeof setTimeout>;
}

/** @param pass what is let through. Of each stage that a task was in, something is. */
export function createProgressGate(everyMs: number, pass: (event: Progress) => void): ProgressGate {
  const tasks = new Map<string, Held>();
  const later = (taskId: string) => setTimeout(() => onTime(taskId), everyMs);

  const onTime = (taskId: string) => {
    const held = tasks.get(taskId);
    if (held === undefined) return;
    const { latest } = held;
    if (latest === null) {
      tasks.delete(taskId);
      return;
    }
    tasks.set(taskId, { latest: null, timer: later(taskId) });
    pass(latest);
  };

  const release = (taskId: string) => {
    const held = tasks.get(taskId);
    if (held === undefined) return;
    clearTimeout(held.timer);
    tasks.delete(taskId);
    if (held.latest !== null) pass(held.latest);
  };

  return {
    tell(event) {
      const held = tasks.get(event.subject);
      if (held === undefined) {
        tasks.set(event.subject, { latest: null, timer: later(event.subject) });
        pass(event);
        return;
      }
      if (held.latest !== null && held.latest.data.stage !== event.data.stage) pass(held.latest);
      held.latest = event;
    },
    release,
    releaseAll() {
      for (const taskId of [...tasks.keys()]) release(taskId);
    },
  };
}
