import { taskEnvelope, taskKey } from '@taskfold/contract';
import type { LocalStack } from '@taskfold/local-state';
import { createStyle, every, type Terminal } from '@taskfold/runtime';
import { type ChangedTasks, openChangedTasks, type TaskKey } from './changed-tasks.ts';
import { taskLine, taskState } from './task-line.ts';

const PLAIN = createStyle(false);
const INTERVAL_MS = 400;
/** Lines of one round; a flood of events must not bury the terminal. */
const MAX_LINES = 12;
const REMEMBERED_TASKS = 2_000;
const MAX_WAITING = 500;

export interface FollowOptions {
  readonly stack: LocalStack;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

export interface Follower {
  newestTaskOf(tenantId: string): Promise<string | undefined>;
  /** Prints a line for every change that a reader would see, until the signal; never rejects. */
  run(): Promise<void>;
}

/** Follows the tasks of the demo tenants live: which ones changed by the database, what they are by the HTTP API. */
export function followTasks({ stack, terminal, signal }: FollowOptions): Follower {
  const keys = new Map([
    [stack.tenant_id, stack.api_key],
    [stack.second_tenant_id, stack.second_api_key],
  ]);
  const shown = new Map<string, string>();
  const opened = openChangedTasks(stack.database_url);
  opened.catch(() => {});

  async function show({ tenantId, taskId }: TaskKey): Promise<boolean> {
    const key = keys.get(tenantId);
    if (key === undefined) return false;
    const response = await fetch(`${stack.api_url}/v1/tasks/${taskId}`, {
      headers: { authorization: `Bearer ${key}` },
      signal,
    });
    if (response.status >= 500) throw new Error(`The API answers ${response.status}.`);
    const body: unknown = await response.json();
    const task = taskEnvelope.safeParse(body);
    if (!response.ok || !task.success) return false;
    const seen = taskState(task.data, PLAIN);
    const id = taskKey({ tenantId, taskId });
    if (shown.get(id) === seen) return false;
    shown.delete(id);
    shown.set(id, seen);
    if (shown.size > REMEMBERED_TASKS) shown.delete(shown.keys().next().value ?? '');
    terminal.line(taskLine(task.data, terminal.style));
    return true;
  }

  /** Tasks that changed and could not be asked for yet, because the API was away. */
  let waiting: readonly TaskKey[] = [];

  async function round(changes: ChangedTasks): Promise<void> {
    const changed = await changes.next();
    const older = waiting.filter((task) => !changed.some((other) => isSame(task, other)));
    const tasks = [...older.slice(-MAX_WAITING), ...changed];
    waiting = tasks;
    let lines = 0;
    for (const [index, task] of tasks.entries()) {
      if (lines === MAX_LINES) {
        terminal.line(terminal.style.faint(`          and ${tasks.length - index} more`));
        break;
      }
      if (await show(task)) lines++;
      waiting = tasks.slice(index + 1);
    }
    waiting = [];
  }

  return {
    newestTaskOf: async (tenantId) => await (await opened).newestOf(tenantId),
    async run() {
      const changes = await opened.catch(() => undefined);
      if (changes === undefined) return;
      // A service that is being restarted has been told of already; the next round goes on.
      await every(
        INTERVAL_MS,
        signal,
        () => round(changes),
        () => {},
      );
      await changes.close().catch(() => {});
    },
  };
}

function isSame(a: TaskKey, b: TaskKey): boolean {
  return a.tenantId === b.tenantId && a.taskId === b.taskId;
}
