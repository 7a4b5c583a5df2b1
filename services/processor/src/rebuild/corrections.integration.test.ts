import { describe, expect, test } from 'vitest';
import { foldedBench, lives, rows } from '../testing/folded-bench.ts';
import { createRelayBench } from '../testing/relay-bench.ts';
import { replayOptions } from '../testing/replay-options.ts';
import { runProcessor } from '../testing/run-processor.ts';
import { lifeOf } from '../testing/workbench.ts';
import { verify } from '../verify/verify.ts';
import { compareRebuild, dropRebuild, startRebuild, swapRebuild } from './rebuild.ts';

describe('a swap', () => {
  test('corrects what is wrong: a higher revision and a change for each task that readers see otherwise', async () => {
    const bench = await foldedBench();
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

  test('rolled back raises revisions again, so that no consumer keeps the rolled-back value', async () => {
    const bench = await foldedBench();
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

  test('is published: the newest update of each corrected task has the higher revision', async () => {
    const bench = await createRelayBench();
    await bench.publish(lives(5));
    await runProcessor(bench.env);
    await bench.caughtUp();
    await bench.published();
    await bench.pool.query("UPDATE tasks SET charged_credits = 99, revision = 40 WHERE task_id = 'task_3'");
    const options = replayOptions(bench.env);
    await startRebuild(options);
    expect(await swapRebuild(options, 'swap')).toEqual({ differing: 1, corrected: 1 });
    await bench.published();
    await bench.expectNewestToBeWhatTheApiAnswers();
    const newest = (await bench.readUpdates()).filter(({ event }) => event.subject === 'task_3').at(-1);
    expect(newest?.event).toMatchObject({ revision: 41, data: { billing: { charged_credits: '12.5000' } } });
  });
});
