import { setTimeout as wait } from 'node:timers/promises';
import { createTaskReader } from '@taskfold/database';
import { harmTopic } from '@taskfold/kafka/testing';
import { describe, expect, inject, test } from 'vitest';
import { Refusal } from '../replay/refusal.ts';
import { replayOptions } from '../testing/replay-options.ts';
import { startCommand } from '../testing/run-command.ts';
import { runProcessor } from '../testing/run-processor.ts';
import { createWorkbench, lifeOf, type Workbench } from '../testing/workbench.ts';
import { verify } from '../verify/verify.ts';
import { compareRebuild, dropRebuild, startRebuild, swapRebuild } from './rebuild.ts';

const lives = (count: number, prefix = 'task') =>
  Array.from({ length: count }, (_none, index) => lifeOf(`${prefix}_${index}`)).flat();

async function folded(count = 30): Promise<Workbench> {
  const bench = await createWorkbench();
  await bench.publish(lives(count));
  await bench.publishRecords([{ key: Buffer.from('task_1'), value: Buffer.from('nonsense'), headers: {} }]);
  await bench.publish(lives(5, 'later'));
  await runProcessor(bench.env);
  await bench.caughtUp();
  return bench;
}

async function rows<Row>(bench: Workbench, text: string): Promise<Row[]> {
  return (await bench.pool.query(text)).rows as Row[];
}

/** Events that keep coming until the work is done. */
async function whilePublishing<Result>(bench: Workbench, work: () => Promise<Result>): Promise<Result> {
  let isDone = false;
  const publishing = (async () => {
    for (let round = 0; !isDone; round++) {
      await bench.publish(lives(10, `round_${round}`));
      await wait(50);
    }
  })();
  try {
    return await work();
  } finally {
    isDone = true;
    await publishing;
  }
}

describe('a rebuild', () => {
  test('of what is right changes nothing, and the processor goes on in the new tables', async () => {
    const bench = await folded();
    const options = replayOptions(bench.env);
    await startRebuild(options);
    expect(await compareRebuild(options, 10)).toEqual({ count: 0, differences: [] });
    const changes = await rows(bench, 'SELECT * FROM changes');
    expect(await swapRebuild(options, 'swap')).toEqual({ differing: 0, corrected: 0 });
    expect(await rows(bench, 'SELECT * FROM changes')).toEqual(changes);
    await bench.publish([...lives(3, 'after'), ...lifeOf('task_1')]);
    await bench.caughtUp();
    await bench.expectProjectionToBeTheFoldOfTheLog();
    expect(await verify(options, 10)).toEqual({ count: 0, differences: [] });
    const live = await rows<{ name: string }>(
      bench,
      "SELECT indexname AS name FROM pg_indexes WHERE schemaname = 'public' AND tablename = 'tasks' ORDER BY 1",
    );
    const standby = await rows<{ name: string }>(
      bench,
      "SELECT indexname AS name FROM pg_indexes WHERE schemaname = 'taskfold_standby' AND tablename = 'tasks' ORDER BY 1",
    );
    expect(live).toEqual(standby);
  });

  test('corrects what is wrong: a higher revision and a change for each task that readers see otherwise', async () => {
    const bench = await folded();
    const options = replayOptions(bench.env);
    const count = async () =>
      (await rows<{ count: number }>(bench, 'SELECT count(*) FROM changes'))[0]?.count;
    await bench.pool.query("UPDATE tasks SET charged_credits = 99, revision = 40 WHERE task_id = 'task_3'");
    await bench.pool.query("UPDATE tasks SET progress_message = 'forged' WHERE task_id = 'task_4'");
    await bench.pool.query("UPDATE tasks SET stages = '[]' WHERE task_id = 'task_5'");
    await bench.pool.query("UPDATE ledger_entries SET amount_credits = 7 WHERE task_id = 'task_6'");
    const before = (await count()) ?? 0;
    await startRebuild(options);
    expect((await compareRebuild(options, 10)).count).toBe(4);
    expect(await swapRebuild(options, 'swap')).toEqual({ differing: 4, corrected: 3 });
    expect(await count()).toBe(before + 3);
    const corrected = await rows(
      bench,
      `SELECT task_id, revision, revision_offset, charged_credits FROM tasks
       WHERE task_id IN ('task_3', 'task_4', 'task_5') ORDER BY task_id`,
    );
    expect(corrected).toEqual([
      { task_id: 'task_3', revision: 41, revision_offset: 35, charged_credits: '12.5' },
      { task_id: 'task_4', revision: 7, revision_offset: 1, charged_credits: '12.5' },
      { task_id: 'task_5', revision: 6, revision_offset: 0, charged_credits: '12.5' },
    ]);
    const positions = await rows<{ positions: number[]; next_position: number }>(
      bench,
      `SELECT array_agg(position::int ORDER BY position) AS positions, c.next_position FROM changes
       JOIN checkpoints c USING (kafka_partition) GROUP BY kafka_partition, c.next_position`,
    );
    for (const { positions: found, next_position } of positions) {
      expect(found).toEqual(Array.from({ length: next_position }, (_none, index) => index));
    }
    expect(await verify(options, 10)).toEqual({ count: 0, differences: [] });

    // The processor counts on from there, and a later rebuild carries it over.
    const charge = { entry_id: 'c2', amount_credits: '1' };
    await bench.publish(
      lifeOf('task_3').flatMap((event) =>
        event.type === 'task.charged' ? [{ ...event, data: charge }] : [],
      ),
    );
    await bench.caughtUp();
    expect(await rows(bench, "SELECT revision FROM tasks WHERE task_id = 'task_3'")).toEqual([
      { revision: 42 },
    ]);
    await dropRebuild(options);
    await startRebuild(options);
    expect(await swapRebuild(options, 'swap')).toEqual({ differing: 0, corrected: 0 });
  });

  test('that is killed in the middle goes on where it was', async () => {
    const bench = await createWorkbench();
    for (let part = 0; part < 5; part++) await bench.publish(lives(200, `part_${part}`));
    await runProcessor(bench.env);
    await bench.caughtUp();
    const env = { ...bench.env, CHUNK_MAX_RECORDS: '10' };
    const { child, ended } = startCommand('rebuild', env, ['start']);
    const folded = async () => {
      const found = await rows<{ sum: string }>(
        bench,
        'SELECT coalesce(sum(next_offset), 0) AS sum FROM taskfold_standby.checkpoints',
      ).catch(() => []);
      return Number(found[0]?.sum ?? 0);
    };
    await expect.poll(folded, { timeout: 20_000, interval: 20 }).toBeGreaterThan(500);
    child.kill('SIGKILL');
    await ended;
    const reached = await folded();
    expect(reached).toBeLessThan(6000);
    const status = await startCommand('rebuild', env, ['status']).ended;
    expect(status.out).toMatch(/Rebuild 1 of main from .*: replaying/);
    const second = await startCommand('rebuild', bench.env, ['start']).ended;
    expect(second).toMatchObject({
      code: 0,
      error: expect.stringContaining('6,000 of 6,000 events (100 %)'),
    });
    expect(await startCommand('rebuild', bench.env, ['compare']).ended).toMatchObject({
      code: 0,
      out: 'Both versions are alike.\n',
    });
    expect(await startCommand('rebuild', bench.env, ['swap']).ended).toMatchObject({ code: 0 });
    await bench.expectProjectionToBeTheFoldOfTheLog();
    expect(await startCommand('rebuild', bench.env, ['drop']).ended).toMatchObject({ code: 0 });
    expect((await startCommand('rebuild', bench.env, ['status']).ended).out).toBe('There is no rebuild.\n');
  });

  test('swapped and rolled back under load loses nothing, and readers see their task at every moment', async () => {
    const bench = await folded();
    const options = replayOptions(bench.env);
    const reader = createTaskReader(bench.pool);
    let isDone = false;
    let reads = 0;
    await whilePublishing(bench, async () => {
      const reading = (async () => {
        for (; !isDone; reads++) expect(await reader.get('acme', 'task_1')).toMatchObject({ revision: 6 });
      })();
      await startRebuild(options);
      expect(await swapRebuild(options, 'swap')).toEqual({ differing: 0, corrected: 0 });
      await wait(500);
      expect(await swapRebuild(options, 'rollback')).toEqual({ differing: 0, corrected: 0 });
      await wait(500);
      isDone = true;
      await reading;
    });
    expect(reads).toBeGreaterThan(100);
    await bench.caughtUp();
    await bench.expectProjectionToBeTheFoldOfTheLog();
    expect(await verify(options, 10)).toEqual({ count: 0, differences: [] });
  });

  test('rolled back raises revisions again, so that no consumer keeps the rolled-back value', async () => {
    const bench = await folded();
    const options = replayOptions(bench.env);
    const task = "SELECT progress_message, revision FROM tasks WHERE task_id = 'task_4'";
    await bench.pool.query("UPDATE tasks SET progress_message = 'old' WHERE task_id = 'task_4'");
    await startRebuild(options);
    await swapRebuild(options, 'swap');
    expect(await rows(bench, task)).toEqual([{ progress_message: null, revision: 7 }]);
    expect(await swapRebuild(options, 'rollback')).toEqual({ differing: 1, corrected: 1 });
    expect(await rows(bench, task)).toEqual([{ progress_message: 'old', revision: 8 }]);
    await expect(swapRebuild(options, 'rollback')).rejects.toThrow('nothing to roll back');
    await swapRebuild(options, 'swap');
    expect(await rows(bench, task)).toEqual([{ progress_message: null, revision: 9 }]);
  });

  test('does not let tasks vanish unless it is told to', async () => {
    const bench = await folded();
    const options = replayOptions(bench.env);
    await bench.pool.query(
      `INSERT INTO tasks (tenant_id, task_id, kafka_partition, created_at, revision, updated_at, status, fold_keys)
       VALUES ('acme', 'forged', 0, now(), 1, now(), 'queued', '{}')`,
    );
    await startRebuild(options);
    await expect(swapRebuild(options, 'swap')).rejects.toThrow(
      /1 tasks that readers see now .* would vanish/,
    );
    expect(await swapRebuild(options, 'swap', true)).toEqual({ differing: 1, corrected: 0 });
  });

  test('ends at a record that was folded and cannot be folded any more', async () => {
    const bench = await folded();
    await bench.pool.query('DELETE FROM dead_letters');
    await expect(startRebuild(replayOptions(bench.env))).rejects.toThrow(
      /cannot be folded .* no dead letter/,
    );
  });

  test('is refused without one, while another runs, and for tables that hold more than the log', async () => {
    const bench = await folded();
    const options = replayOptions(bench.env);
    await expect(swapRebuild(options, 'swap')).rejects.toThrow(Refusal);
    await startRebuild(options);
    await expect(swapRebuild(options, 'rollback')).rejects.toThrow('nothing to roll back');
    await bench.pool.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', ['taskfold_standby']);
    await expect(dropRebuild(options)).rejects.toThrow('Another process');
    await bench.pool.query(
      "INSERT INTO checkpoints (projection, topic, kafka_partition, partition_count, next_offset) VALUES ('old', 'old', 0, 1, 5)",
    );
    await expect(verify(options, 1)).rejects.toThrow('old of old');
  });

  test('is refused where the log does not start at 0 any more, as verify is', async () => {
    const bench = await folded();
    const ends = new Map(
      (await bench.kafka.admin().offsets(bench.topic)).map(({ partition }) => [partition, 3]),
    );
    await harmTopic(inject('kafkaBrokers'), bench.topic).deleteRecordsBelow(ends);
    const expected = /does not start at offset 0 any more .*partition 0 at 3/;
    await expect(startRebuild(replayOptions(bench.env))).rejects.toThrow(expected);
    await expect(verify(replayOptions(bench.env), 1)).rejects.toThrow(expected);
    const { rowCount } = await bench.pool.query("SELECT FROM pg_namespace WHERE nspname LIKE 'taskfold_s%'");
    expect(rowCount).toBe(0);
    await expect(compareRebuild(replayOptions(bench.env), 1)).rejects.toThrow('There is no rebuild');
  });

  test('is not swapped past a migration of the task tables, a foreign key to them, or a long query', async () => {
    const bench = await folded();
    const options = replayOptions(bench.env);
    await startRebuild(options);
    const reader = await bench.pool.connect();
    await reader.query('BEGIN; SELECT count(*) FROM tasks');
    await expect(swapRebuild(options, 'swap')).rejects.toThrow('held the task tables');
    await reader.query('COMMIT');
    reader.release();
    await bench.pool.query(
      'CREATE TABLE notes (tenant_id text, task_id text, FOREIGN KEY (tenant_id, task_id) REFERENCES tasks)',
    );
    await expect(swapRebuild(options, 'swap')).rejects.toThrow(
      'a foreign key points to the live task tables',
    );
    await bench.pool.query('DROP TABLE notes; ALTER TABLE tasks ADD COLUMN more text');
    await expect(swapRebuild(options, 'swap')).rejects.toThrow('migrated since');
    await bench.publish(lives(2, 'after'));
    await bench.caughtUp();
    await bench.expectProjectionToBeTheFoldOfTheLog();
  });
});
