import { expect, test } from 'vitest';
import { runProcessor } from '../testing/run-processor.ts';
import { createWorkbench, lifeOf } from '../testing/workbench.ts';

test('partitions that wait for a connection show in the metrics', async () => {
  const bench = await createWorkbench();
  const processor = await runProcessor({
    ...bench.env,
    DATABASE_POOL_MAX: '2',
    PARTITIONS_AT_ONCE: '3',
  });
  await expect.poll(() => processor.ready().ok, { timeout: 20_000 }).toBe(true);
  const shown = async (name: string) =>
    Number(new RegExp(`^${name}service="processor"} (\\d+)`, 'm').exec(await processor.metrics())?.[1]);
  const waiting = () => shown('taskfold_database_waiting{');
  await expect.poll(waiting, { timeout: 10_000 }).toBe(0);

  // Somebody holds the checkpoints, as another processor would.
  const holder = await bench.pool.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT FROM checkpoints FOR UPDATE');
  await bench.publish(Array.from({ length: 20 }, (_none, index) => lifeOf(`task_${index}`)).flat());
  await expect.poll(waiting, { timeout: 10_000 }).toBeGreaterThan(0);
  expect(await shown('taskfold_database_connections{state="busy",')).toBe(2);
  await holder.query('ROLLBACK');
  holder.release();
  await bench.caughtUp();
  await expect.poll(waiting, { timeout: 10_000 }).toBe(0);
});
