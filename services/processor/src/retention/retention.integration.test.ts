import { expect, test } from 'vitest';
import { startRebuild, swapRebuild } from '../rebuild/rebuild.ts';
import { replayOptions } from '../testing/replay-options.ts';
import { runProcessor } from '../testing/run-processor.ts';
import { createWorkbench, lifeOf, type Workbench } from '../testing/workbench.ts';
import { verify } from '../verify/verify.ts';
import { type RetentionAges, type RetentionRun, runRetention } from './run-retention.ts';

const KEEP: RetentionAges = { tasks: 0, timeline: 0, changes: 0, callbackAttempts: 0, deadLetters: 0 };

async function retain(
  bench: Workbench,
  ages: Partial<RetentionAges>,
  more: Partial<RetentionRun> = {},
): Promise<Record<string, number>> {
  const removed: Record<string, number> = {};
  await runRetention({
    pool: bench.pool,
    projection: 'main',
    topic: bench.topic,
    ages: { ...KEEP, ...ages },
    batch: 4,
    maxMs: 20_000,
    signal: new AbortController().signal,
    onRemoved(what, count) {
      removed[what] = (removed[what] ?? 0) + count;
    },
    onError(_what, error) {
      throw error;
    },
    ...more,
  });
  return removed;
}

async function column(bench: Workbench, text: string): Promise<unknown[]> {
  return (await bench.pool.query<{ value: unknown }>(text)).rows.map(({ value }) => value);
}

const age = (bench: Workbench, condition: string) =>
  bench.pool.query(`UPDATE tasks SET updated_at = now() - interval '10 days' WHERE ${condition}`);

const anotherCharge = (taskId: string, entryId: string) =>
  lifeOf(taskId)
    .filter(({ type }) => type === 'task.charged')
    .map((event) => ({ ...event, data: { entry_id: entryId, amount_credits: '1' } }));

test('an ended task is pruned, its late events are ignored, and a rebuild leaves it out', async () => {
  const bench = await createWorkbench();
  const ids = Array.from({ length: 20 }, (_none, index) => `task_${index}`);
  await bench.publish(ids.flatMap((id) => lifeOf(id)));
  await bench.publish(lifeOf('open').slice(0, 3));
  const processor = await runProcessor({
    ...bench.env,
    ROLES: 'fold,retention',
    RETENTION_TASKS_DAYS: '5',
    RETENTION_INTERVAL_SECONDS: '1',
    RETENTION_BATCH: '3',
  });
  await bench.caughtUp();
  await age(
    bench,
    "task_id IN ('open', 'task_1', 'task_2', 'task_3', 'task_4', 'task_5', 'task_6', 'task_7')",
  );
  await expect
    .poll(() => column(bench, 'SELECT count(*) AS value FROM pruned_tasks'), { timeout: 15_000 })
    .toEqual([7]);
  for (const table of ['tasks', 'usage_records', 'ledger_entries']) {
    const left = await column(
      bench,
      `SELECT DISTINCT task_id AS value FROM ${table} WHERE task_id IN ('open', 'task_0', 'task_1', 'task_7')`,
    );
    expect(left).not.toContain('task_1');
    expect(left).toContain('task_0');
  }
  const expected = /taskfold_retention_removed_total\{what="tasks",service="processor"\} 7/;
  expect(await processor.metrics()).toMatch(expected);

  const late = "SELECT reason AS value FROM timeline WHERE task_id = 'task_1' AND disposition = 'ignored'";
  const changes = await column(bench, 'SELECT count(*) AS value FROM changes');
  await bench.publish(anotherCharge('task_1', 'late'));
  await bench.caughtUp();
  expect(await column(bench, late)).toEqual(['pruned']);
  expect(await column(bench, "SELECT 1 AS value FROM tasks WHERE task_id = 'task_1'")).toEqual([]);
  expect(await column(bench, 'SELECT count(*) AS value FROM changes')).toEqual(changes);

  const options = replayOptions(bench.env);
  await bench.pool.query(
    "UPDATE tasks t SET updated_at = (SELECT max(record_time) FROM timeline e WHERE e.task_id = t.task_id) WHERE task_id = 'open'",
  );
  expect(await verify(options, 10)).toEqual({ count: 0, differences: [] });
  await startRebuild(options);
  expect(await swapRebuild(options, 'swap')).toEqual({ differing: 0, corrected: 0 });
  expect(await column(bench, "SELECT 1 AS value FROM tasks WHERE task_id = 'task_1'")).toEqual([]);
  await bench.publish([...anotherCharge('task_1', 'later'), ...lifeOf('task_2')]);
  await bench.caughtUp();
  expect(await column(bench, "SELECT 1 AS value FROM tasks WHERE task_id IN ('task_1', 'task_2')")).toEqual(
    [],
  );
  expect(await verify(options, 10)).toEqual({ count: 0, differences: [] });
});

test('a task that the processor has in memory is pruned all the same, and one that the relay has not sent is not', async () => {
  const bench = await createWorkbench();
  await bench.publish(lifeOf('task_1'));
  await runProcessor(bench.env);
  await bench.caughtUp();
  await age(bench, 'true');
  await bench.pool.query("SELECT taskfold_ensure_partitions((now() - interval '6 days')::date)");
  await bench.pool.query("UPDATE changes SET written_at = now() - interval '6 days'");
  await bench.pool.query(
    "INSERT INTO relay_positions (topic, kafka_partition) SELECT 'updates', kafka_partition FROM checkpoints",
  );
  expect(await retain(bench, { tasks: 5 })).toEqual({});
  await bench.pool.query('UPDATE relay_positions SET next_position = 100');
  expect(await retain(bench, { tasks: 5 }, { maxMs: 0 })).toEqual({});
  expect(await retain(bench, { tasks: 5 })).toEqual({ tasks: 1 });
  await bench.publish(anotherCharge('task_1', 'late'));
  await bench.caughtUp();
  expect(await column(bench, 'SELECT reason AS value FROM timeline WHERE reason IS NOT NULL')).toEqual([
    'pruned',
  ]);
});

test('months of changes go only when the relay needs none of them', async () => {
  const bench = await createWorkbench();
  await bench.pool.query(
    "SELECT taskfold_ensure_partitions('2026-01-15'), taskfold_ensure_partitions('2026-02-15')",
  );
  await bench.pool.query(
    `INSERT INTO changes (kafka_partition, position, tenant_id, task_id, revision, written_at)
     SELECT partition, position, 'acme', 'task', position + 1, '2026-01-15'
     FROM generate_series(0, 1) AS partition, generate_series(0, 2) AS position`,
  );
  const months = () =>
    column(
      bench,
      `SELECT right(c.relname, 7) AS value FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
       WHERE i.inhparent = 'changes'::regclass AND c.relname < 'changes_2026_06' ORDER BY 1`,
    );
  const relayed = (resendFrom: number, partition: number) =>
    bench.pool.query(
      `INSERT INTO relay_positions (topic, kafka_partition, next_position, resend_from) VALUES ('updates', $2, 3, $1)
       ON CONFLICT (topic, kafka_partition) DO UPDATE SET resend_from = excluded.resend_from`,
      [resendFrom, partition],
    );
  expect(await retain(bench, { changes: 30 })).toEqual({});
  await relayed(3, 0);
  expect(await retain(bench, { changes: 30 })).toEqual({});
  await relayed(2, 1);
  expect(await retain(bench, { changes: 30 })).toEqual({});
  expect(await months()).toEqual(['2026_01', '2026_02']);
  await relayed(3, 1);
  expect(await retain(bench, { changes: 30 })).toEqual({ changes_months: 2 });
  expect(await months()).toEqual([]);
  expect(await retain(bench, { callbackAttempts: 30 })).toEqual({ callback_attempts_months: 2 });
  await bench.publish(lifeOf('task'));
  await runProcessor(bench.env);
  await bench.caughtUp();
  expect(await verify(replayOptions(bench.env), 1)).toEqual({ count: 0, differences: [] });
});

test('bytes of dead letters go when they are old and published, and the record is still skipped', async () => {
  const bench = await createWorkbench();
  await bench.publish(lifeOf('task_1'));
  await bench.publishRecords(
    Array.from({ length: 6 }, () => ({ key: Buffer.from('task_1'), value: Buffer.from('{'), headers: {} })),
  );
  await runProcessor(bench.env);
  await bench.caughtUp();
  await bench.pool.query("UPDATE dead_letters SET stored_at = now() - interval '31 days'");
  expect(await retain(bench, { deadLetters: 30 })).toEqual({});
  await bench.pool.query('UPDATE dead_letters SET published_at = now()');
  expect(await retain(bench, { deadLetters: 30 })).toEqual({ dead_letter_bytes: 6 });
  expect(await column(bench, 'SELECT count(*) AS value FROM dead_letters WHERE value IS NULL')).toEqual([6]);
  expect(await verify(replayOptions(bench.env), 1)).toEqual({ count: 0, differences: [] });
});

test('months of the timeline stay while a projection that catches up may write to them', async () => {
  const bench = await createWorkbench();
  await bench.pool.query("SELECT taskfold_ensure_partitions('2026-01-15')");
  const lag = (days: number) =>
    bench.pool.query(
      `INSERT INTO projection_lag (projection, topic, kafka_partition, lag_seconds) VALUES ('main', $1, 0, $2)
       ON CONFLICT (projection, topic, kafka_partition) DO UPDATE SET lag_seconds = excluded.lag_seconds`,
      [bench.topic, days * 86_400],
    );
  expect(await retain(bench, { timeline: 30 })).toEqual({});
  await lag(2000);
  expect(await retain(bench, { timeline: 30 })).toEqual({});
  await lag(0);
  expect(await retain(bench, { timeline: 30 })).toEqual({ timeline_months: 1 });
});

test('erased content goes from the standby, too, which has not met the erasure', async () => {
  const bench = await createWorkbench();
  await bench.publish(lifeOf('task_1'));
  await runProcessor(bench.env);
  await bench.caughtUp();
  const options = replayOptions(bench.env);
  await startRebuild(options);
  const [created] = lifeOf('task_1');
  if (created === undefined) throw new Error('no life');
  await bench.publish([{ ...created, id: 'erased', type: 'task.erased', data: {} }]);
  await bench.caughtUp();
  const content = 'SELECT coalesce(input::text, output::text) AS value FROM taskfold_standby.tasks';
  expect(await column(bench, content)).toEqual(['{"prompt":"x"}']);
  expect(await retain(bench, {})).toEqual({ standby_content: 1 });
  expect(await column(bench, content)).toEqual([null]);
  expect(await retain(bench, {})).toEqual({});
  expect(await swapRebuild(options, 'swap')).toEqual({ differing: 0, corrected: 0 });
});
