import { setTimeout as wait } from 'node:timers/promises';
import { createPool } from '@taskfold/database';
import { percentile } from '../environment/percentile.ts';
import type { Contestant } from './contestants.ts';
import { TENANT } from './seed.ts';
import { openIdleStreams, openTask } from './streams.ts';

export interface WatcherFigures {
  readonly p99Ms: number;
  readonly received: number;
  readonly expected: number;
}

const MAX_WATCHED = 100;

/** How many tasks are open, and watched. */
export const watchedOf = (tasks: number) => Math.min(MAX_WATCHED, Math.floor(tasks / 500));

/**
 * Opens streams, then changes tasks one after the other, and takes the time from each commit until every watcher of the task
 * has it. A change is written as the processor writes it, with its notification.
 */
export async function measureWatchers(options: {
  readonly ours: Contestant;
  readonly databaseUrl: string;
  readonly key: string;
  /** Tasks in the database. */
  readonly tasks: number;
  readonly watchers: number;
  readonly changes: number;
}): Promise<WatcherFigures> {
  const { ours, databaseUrl, key, tasks, watchers, changes } = options;
  const watched = watchedOf(tasks);
  const arrivals: { readonly change: string; readonly at: number }[] = [];
  const committed = new Map<string, number>();
  using _streams = await openIdleStreams({
    server: ours,
    key,
    streams: watchers,
    watched,
    onText(task, text) {
      const id = /event: update\nid: (\d+)/.exec(text)?.[1];
      if (id !== undefined) arrivals.push({ change: `${task}/${id}`, at: performance.now() });
    },
  });

  const pool = createPool({ url: databaseUrl, max: 1, applicationName: 'bench-writer' });
  for (let number = 0; number < changes; number += 1) {
    const task = openTask(number % watched);
    const { rows } = await pool.query<{ revision: number }>(CHANGE, [TENANT, task]);
    committed.set(`${task}/${rows[0]?.revision}`, performance.now());
    await wait(20);
  }
  await wait(1000);
  await pool.end();
  // A watcher may hear of a change before this process hears that it was committed.
  const latencies = arrivals.map(({ change, at }) => Math.max(0, at - (committed.get(change) ?? at)));
  return {
    p99Ms: percentile(latencies, 0.99),
    received: latencies.length,
    expected: (watchers / watched) * changes,
  };
}

const CHANGE = `
  WITH task AS (
    UPDATE tasks SET revision = revision + 1, progress_percent = 50, progress_time = now(), updated_at = now()
    WHERE tenant_id = $1 AND task_id = $2 RETURNING *
  ), checkpoint AS (
    UPDATE checkpoints SET next_position = next_position + 1, next_offset = next_offset + 1
    WHERE kafka_partition = (SELECT kafka_partition FROM task) RETURNING kafka_partition, next_position - 1 AS position
  ), change AS (
    INSERT INTO changes (kafka_partition, position, tenant_id, task_id, revision)
    SELECT kafka_partition, position, tenant_id, task_id, revision FROM task JOIN checkpoint USING (kafka_partition)
  )
  SELECT revision, pg_notify('taskfold_changes', kafka_partition::text) FROM task`;
