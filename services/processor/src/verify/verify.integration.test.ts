import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { replayOptions } from '../testing/replay-options.ts';
import { startCommand } from '../testing/run-command.ts';
import { runProcessor } from '../testing/run-processor.ts';
import { createWorkbench, lifeOf, type Workbench } from '../testing/workbench.ts';
import { verify } from './verify.ts';

const lives = (count: number, prefix = 'task') =>
  Array.from({ length: count }, (_none, index) => lifeOf(`${prefix}_${index}`)).flat();

async function folded(): Promise<Workbench> {
  const bench = await createWorkbench();
  const events = lives(30);
  await bench.publish([...events, ...events.toReversed()]);
  await bench.publishRecords([{ key: Buffer.from('task_1'), value: Buffer.from('nonsense'), headers: {} }]);
  await bench.publish(lives(10, 'later'));
  await runProcessor(bench.env);
  await bench.caughtUp();
  return bench;
}

const runVerify = (env: Readonly<Record<string, string>>, args: readonly string[] = []) =>
  startCommand('verify', env, args).ended;

describe('verify', () => {
  test('finds nothing where the projection is the fold of the log, dead letters skipped', async () => {
    const bench = await folded();
    expect(await verify(replayOptions(bench.env), 10)).toEqual({ count: 0, differences: [] });
    const { rowCount } = await bench.pool.query("SELECT FROM pg_namespace WHERE nspname = 'taskfold_verify'");
    expect(rowCount).toBe(0);
  });

  test.each([
    ["UPDATE tasks SET status = 'failed' WHERE task_id = 'task_3'", ['tasks.status', 'tasks.end_status']],
    ['UPDATE tasks SET output = \'{"url": "x"}\' WHERE task_id = \'task_3\'', ['tasks.output']],
    ["UPDATE tasks SET revision = revision + 1 WHERE task_id = 'task_3'", ['tasks.revision']],
    ["UPDATE usage_records SET image_count = 2 WHERE task_id = 'task_3'", ['usage_records']],
    ["UPDATE ledger_entries SET amount_credits = 1 WHERE task_id = 'task_3'", ['ledger_entries']],
    ["DELETE FROM ledger_entries WHERE task_id = 'task_3'", ['ledger_entries']],
    ["DELETE FROM tasks WHERE task_id = 'task_3'", ['tasks (missing)']],
  ])('finds %s', async (statement, columns) => {
    const bench = await folded();
    await bench.pool.query(statement);
    const { count, differences } = await verify(replayOptions(bench.env), 10);
    expect(count).toBe(1);
    expect(differences).toHaveLength(1);
    expect(differences[0]).toMatchObject({ tenantId: 'acme', taskId: 'task_3' });
    expect(differences[0]?.columns).toEqual(expect.arrayContaining(columns));
  });

  test('finds a task that the log does not have', async () => {
    const bench = await folded();
    await bench.pool.query(
      `INSERT INTO tasks (tenant_id, task_id, kafka_partition, revision, updated_at, status, fold_keys)
       VALUES ('acme', 'forged', 0, 1, now(), 'queued', '{}')`,
    );
    const { differences } = await verify(replayOptions(bench.env), 10);
    expect(differences).toEqual([
      { tenantId: 'acme', taskId: 'forged', columns: ['tasks (not in the log)'] },
    ]);
  });

  test('finds a task that lies in another partition than its events', async () => {
    const bench = await folded();
    await bench.pool.query("UPDATE tasks SET kafka_partition = kafka_partition + 3 WHERE task_id = 'task_3'");
    const { differences } = await verify(replayOptions(bench.env), 10);
    expect(differences.map(({ taskId, columns }) => [taskId, columns[0]]).sort()).toEqual([
      ['task_3', 'tasks (missing)'],
      ['task_3', 'tasks (not in the log)'],
    ]);
  });

  test('is not misled by what is folded meanwhile', async () => {
    const bench = await folded();
    let isDone = false;
    const publishing = (async () => {
      for (let round = 0; !isDone; round++) {
        await bench.publish(lives(10, `round_${round}`));
        await wait(50);
      }
    })();
    const options = replayOptions(bench.env);
    const verified = await verify(options, 10).finally(() => {
      isDone = true;
    });
    await publishing;
    expect(verified).toEqual({ count: 0, differences: [] });
  });

  test('as a command says what differs, and never what stands there', async () => {
    const bench = await folded();
    expect(await runVerify(bench.env)).toMatchObject({
      code: 0,
      out: 'The projection is what the log says.\n',
      error: expect.stringMatching(/\(100 %\), [\d,]+ events\/s, 0 s left/),
    });
    await bench.pool.query(
      "UPDATE tasks SET output = '{\"secret\": 1}' WHERE task_id IN ('task_3', 'task_4')",
    );
    const { code, out, error } = await runVerify(bench.env, ['--limit', '1']);
    expect({ code, out }).toEqual({
      code: 1,
      out: 'acme/task_3: tasks.output\n... and 1 more tasks\n2 tasks differ from what the log says.\n',
    });
    expect(error).not.toContain('secret');
    expect(await runVerify(bench.env, ['--limit', 'many'])).toMatchObject({ code: 2 });
    expect(await runVerify(bench.env, ['--help'])).toMatchObject({ code: 0 });
  });

  test('refuses a log that does not begin at its beginning, and an unknown projection', async () => {
    const bench = await folded();
    expect(await runVerify({ ...bench.env, PROJECTION: 'other' })).toMatchObject({
      code: 9,
      error: expect.stringContaining('No processor has folded'),
    });
  });
});
