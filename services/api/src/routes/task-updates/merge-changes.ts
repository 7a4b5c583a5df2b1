import type { PositionVector } from './position-vector.ts';
import type { ChangeWindow, TenantChange } from './read-tenant-changes.ts';

export interface MergedChanges {
  /** Each task once, by its first change, and where to go on after it. */
  readonly tasks: readonly { readonly taskId: string; readonly after: PositionVector }[];
  /** Where to go on after all of them. */
  readonly vector: PositionVector;
}

export interface MergeOptions {
  readonly from: PositionVector;
  readonly windows: readonly ChangeWindow[];
  /** Those of the windows, in order within each partition. */
  readonly changes: readonly TenantChange[];
  /** How many changes of a window were asked for: where so many came, the rest of the window was not read. */
  readonly perWindow: number;
  /** How many tasks to take. */
  readonly limit: number;
}

/**
 * Puts the changes of several partitions into one order: by the time they were written at, and never against the order of
 * a partition. Takes them until they name `limit` tasks and would name another one.
 */
export function mergeChanges({ from, windows, changes, perWindow, limit }: MergeOptions): MergedChanges {
  const queues = [...Map.groupBy(changes, ({ partition }) => partition).values()].map((queue) => ({
    queue,
    at: 0,
  }));
  const vector = new Map(from);
  const tasks = new Map<string, PositionVector>();

  for (;;) {
    const next = queues.reduce<(typeof queues)[number] | undefined>((earliest, candidate) => {
      const change = candidate.queue[candidate.at];
      if (change === undefined) return earliest;
      const best = earliest?.queue[earliest.at];
      return best === undefined || change.writtenAt < best.writtenAt ? candidate : earliest;
    }, undefined);
    const change = next?.queue[next.at];
    if (next === undefined || change === undefined) break;
    const isNew = !tasks.has(change.taskId);
    if (isNew && tasks.size === limit) return { tasks: listed(tasks), vector };
    next.at += 1;
    vector.set(change.partition, change.position + 1);
    if (isNew) tasks.set(change.taskId, new Map(vector));
  }

  for (const { partition, to } of windows) {
    const taken = changes.filter((change) => change.partition === partition);
    const last = taken.at(-1);
    vector.set(partition, taken.length === perWindow && last !== undefined ? last.position + 1 : to);
  }
  return { tasks: listed(tasks), vector };
}

function listed(tasks: ReadonlyMap<string, PositionVector>): MergedChanges['tasks'] {
  return [...tasks].map(([taskId, after]) => ({ taskId, after }));
}
