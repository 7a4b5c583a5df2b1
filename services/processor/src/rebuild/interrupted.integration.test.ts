import { expect, test } from 'vitest';
import { lives, rows } from '../testing/folded-bench.ts';
import { startCommand } from '../testing/run-command.ts';
import { runProcessor } from '../testing/run-processor.ts';
import { createWorkbench } from '../testing/workbench.ts';

test('a rebuild that is killed, and interrupted, in the middle goes on where it was', async () => {
  const bench = await createWorkbench();
  for (let part = 0; part < 5; part++) await bench.publish(lives(200, `part_${part}`));
  await runProcessor(bench.env);
  await bench.caughtUp();
  const env = { ...bench.env, CHUNK_MAX_RECORDS: '10' };
  const { child, ended } = startCommand('rebuild', env);
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
  const status = await startCommand('status', env).ended;
  expect(status.out).toMatch(/Rebuild 1 of main from .*: replaying/);

  const interrupted = startCommand('rebuild', env);
  await expect.poll(folded, { timeout: 20_000, interval: 20 }).toBeGreaterThan(reached + 200);
  interrupted.child.kill('SIGINT');
  expect(await interrupted.ended).toMatchObject({ code: 130 });

  const second = await startCommand('rebuild', bench.env).ended;
  expect(second).toMatchObject({
    code: 0,
    error: expect.stringContaining('6,000 of 6,000 events (100 %)'),
  });
  expect(await startCommand('compare', bench.env).ended).toMatchObject({
    code: 0,
    out: 'Both versions are alike.\n',
  });
  expect(await startCommand('swap', bench.env, ['--yes']).ended).toMatchObject({ code: 0 });
  await bench.expectProjectionToBeTheFoldOfTheLog();
  expect(await startCommand('drop', bench.env, ['--yes']).ended).toMatchObject({ code: 0 });
  expect((await startCommand('status', bench.env).ended).out).not.toContain('Rebuild');
});
