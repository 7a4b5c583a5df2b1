import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from '@taskfold/fold/testing';
import { Held } from './held.ts';
import { isEnded, type ObservedTask, type ObserverContext } from './observer-context.ts';

export interface TaskReads {
  /** A life has begun, whose task may be read from now on. */
  begun(taskId: string): void;
  /** Of each answer: when it came (Unix milliseconds), and after how many. */
  readonly latencies: readonly { readonly at: number; readonly ms: number }[];
  readonly done: Promise<void>;
}

const PAUSE_MS = 50;
/** Of the tasks that were begun last. */
const RECENT = 500;

/** What most clients do: read a task by its id now and then. What was read once never goes back while nothing is broken. */
export function readTasks(random: Random, context: ObserverContext): TaskReads {
  const { api, findings, windows, seen, signal } = context;
  const held = new Held({ where: 'reads', findings, windows, repeatsMs: Number.POSITIVE_INFINITY });
  const latencies: { at: number; ms: number }[] = [];
  const recent: string[] = [];
  const work = async () => {
    while (!signal.aborted) {
      await wait(PAUSE_MS);
      if (recent.length === 0) continue;
      const taskId = random.pick(recent);
      const began = performance.now();
      const answer = await api.ask(`/v1/tasks/${taskId}`, { signal });
      if (answer === null) continue;
      latencies.push({ at: Date.now(), ms: performance.now() - began });
      if (answer.status === 404 && held.revision(taskId) !== undefined) {
        if (windows.isCalm(Date.now() - 2000, Date.now())) {
          findings.add('lost', 'reads', `${taskId}: was there, and is not found`);
        }
      } else if (answer.status === 200) {
        const task: ObservedTask = JSON.parse(answer.text);
        held.told(taskId, task.revision, isEnded(task), Date.now());
        if (!seen.note('task', taskId, task.revision, task)) {
          findings.add('wrong', 'reads', `${taskId}: revision ${task.revision} was told in two versions`);
        }
      } else if (answer.status !== 404) {
        findings.add('wrong', 'reads', `${taskId}: status ${answer.status}: ${answer.text}`);
      }
    }
  };
  const done = work().catch((error) => {
    if (!signal.aborted) throw error;
  });
  return {
    begun(taskId) {
      recent.push(taskId);
      if (recent.length > RECENT) recent.shift();
    },
    latencies,
    done,
  };
}
