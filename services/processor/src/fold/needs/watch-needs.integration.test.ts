import { expect, test } from 'vitest';
import { type RunningProcessor, runProcessor } from '../../testing/run-processor.ts';
import { createWorkbench, lifeOf } from '../../testing/workbench.ts';

test('tasks that want a person are counted by one of many processors, and by another when it ends', async () => {
  const bench = await createWorkbench();
  const env = { ...bench.env, NEEDS_INTERVAL_SECONDS: '1' };
  // Three that succeeded and were not billed, one that is all right.
  const isBilling = (type: string) => ['task.usage_recorded', 'task.charged'].includes(type);
  await bench.publish([
    ...[1, 2, 3].flatMap((number) => lifeOf(`unbilled_${number}`).filter(({ type }) => !isBilling(type))),
    ...lifeOf('well'),
  ]);
  const processors = await Promise.all([runProcessor(env), runProcessor(env)]);
  await bench.caughtUp();

  const countOf = async (processor: RunningProcessor, need: string) =>
    new RegExp(`taskfold_tasks_in_need\\{need="${need}",[^}]*\\} (\\d+)`).exec(
      await processor.metrics(),
    )?.[1];
  const counts = () => Promise.all(processors.map((processor) => countOf(processor, 'usage')));
  await expect.poll(async () => (await counts()).toSorted(), { timeout: 10_000 }).toEqual(['3', undefined]);

  const shown = await counts();
  const [counting, other] = shown[0] === undefined ? processors.toReversed() : processors;
  if (counting === undefined || other === undefined) throw new Error('there are two');
  expect(await countOf(counting, 'callback')).toBe('0');
  expect(await counting.metrics()).not.toMatch(/taskfold_tasks_in_need\{[^}]*tenant/);
  await counting.stop();
  await expect.poll(() => countOf(other, 'usage'), { timeout: 10_000 }).toBe('3');
});
