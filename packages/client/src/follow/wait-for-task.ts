import { TaskfoldError } from '../errors/errors.ts';
import type { Task } from '../generated/openapi.ts';
import type { Transport } from '../http/transport.ts';
import { limitOf } from '../waiting/limit.ts';
import type { WatchOptions } from './follow-options.ts';
import { followTask } from './follow-task.ts';
import { hasEnded, isSettled } from './task-states.ts';

/** What a task is waited for: to be started, to have ended (whichever way), to be settled as well, or anything else. */
export type Until = 'started' | 'ended' | 'settled' | ((task: Task) => boolean);

export interface TaskWaitOptions extends WatchOptions {
  /** `ended` where nothing is said. */
  readonly until?: Until | undefined;
  /** Milliseconds to wait in all; an hour by default. */
  readonly timeout?: number | undefined;
  /** Told of each state on the way, the last one included. */
  readonly onUpdate?: ((task: Task) => unknown) | undefined;
}

/** What was waited for has not come about in time. */
export class WaitTimeoutError extends TaskfoldError {
  override readonly name: string = 'WaitTimeoutError';
  /** The newest state that came; nothing where none did. */
  readonly task: Task | undefined;

  constructor(message: string, task: Task | undefined) {
    super(message);
    this.task = task;
  }
}

const TIMEOUT_MS = 3_600_000;

const CONDITIONS = {
  started: ({ status }: Task) => status !== 'queued',
  ended: hasEnded,
  settled: isSettled,
} as const;

/** @throws WaitTimeoutError, ApiError, ConnectionError */
export async function waitForTask(
  transport: Transport,
  taskId: string,
  options: TaskWaitOptions,
): Promise<Task> {
  const { until = 'ended', timeout = TIMEOUT_MS, onUpdate, signal } = options;
  const isEnough = typeof until === 'string' ? CONDITIONS[until] : until;
  const limit = limitOf(signal, timeout);
  let last: Task | undefined;
  try {
    for await (const task of followTask(transport, taskId, { ...options, signal: limit.signal }, true)) {
      last = task;
      await onUpdate?.(task);
      if (isEnough(task)) return task;
    }
  } catch (error) {
    if (!limit.isUp()) throw error;
    const state =
      last === undefined ? 'no state of it came' : `it is ${last.status}, revision ${last.revision}`;
    const what = typeof until === 'string' ? `has not ${DONE[until]}` : 'is not as it was waited for';
    throw new WaitTimeoutError(`The task ${taskId} ${what} within ${timeout} ms: ${state}.`, last);
  } finally {
    limit.end();
  }
  throw new TaskfoldError(`The states of ${taskId} have ended.`);
}

const DONE = { started: 'started', ended: 'ended', settled: 'been settled' } as const;
