import { setTimeout as wait } from 'node:timers/promises';
import { createTaskReader } from '@taskfold/database';
import { harmTopic } from '@taskfold/kafka/testing';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../replay/refusal.ts';
import { foldedBench, lives, rows } from '../testing/folded-bench.ts';
import { replayOptions } from '../testing/replay-options.ts';
import { lifeOf, type Workbench } from '../testing/workbench.ts';
import { verify } from '../verify/verify.ts';
import { compareRebuild, dropRebuild, startRebuild, swapRebuild } from './rebuild.ts';

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
    const bench = await foldedBench();
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

  test('swapped and rolled back under load loses nothing, and readers see their task at every moment', async () => {
    const bench = await foldedBench();
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

  test('does not let tasks vanish unless it is told to', async () => {
    const bench = await foldedBench();
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
    const bench = await foldedBench();
    await bench.pool.query('DELETE FROM dead_letters');
    await expect(startRebuild(replayOptions(bench.env))).rejects.toThrow(
      /cannot be folded .* no dead letter/,
    );
  });

  test('is refused without one, while another runs, and for tables that hold more than the log', async () => {
    const bench = await foldedBench();
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
    const bench = await foldedBench();
    const ends = new Map(
      (await bench.kafka.admin().offsets(bench.topic)).map(({ partition }) => [partition, 3]),
    );
    await harmTopic(bench.topic).deleteRecordsBelow(ends);
    const expected = /does not start at offset 0 any more .*partition 0 at 3/;
    await expect(startRebuild(replayOptions(bench.env))).rejects.toThrow(expected);
    await expect(verify(replayOptions(bench.env), 1)).rejects.toThrow(expected);
    const { rowCount } = await bench.pool.query("SELECT FROM pg_namespace WHERE nspname LIKE 'taskfold_s%'");
    expect(rowCount).toBe(0);
    await expect(compareRebuild(replayOptions(bench.env), 1)).rejects.toThrow('There is no rebuild');
  });

  test('is not swapped past a migration of the task tables, a foreign key to them, or a long query', async () => {
    const bench = await foldedBench();
    const options = replayOptions(bench.env);
    await startRebuild(options);
    const reader = await bench.pool.connect();
    await reader.query('BEGIN; SELECT count(*) FROM tasks');
    await expect(swapRebuild(options, 'swap')).rejects.toThrow('held the task tables');
    await reader.query('COMMIT');
    reader.release();
    await bench.pool.query(
      'CREATE TABLE notes (a text, b text, c integer, FOREIGN KEY (a, b, c) REFERENCES tasks)',
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
