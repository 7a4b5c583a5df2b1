import { runProcessor } from './run-processor.ts';
import { createWorkbench, lifeOf, type Workbench } from './workbench.ts';

/** Lives of tasks, one after the other. */
export const lives = (count: number, prefix = 'task') =>
  Array.from({ length: count }, (_none, index) => lifeOf(`${prefix}_${index}`)).flat();

/** A workbench whose log is folded: tasks, and a dead letter among them; a processor runs on. */
export async function foldedBench(count = 30): Promise<Workbench> {
  const bench = await createWorkbench();
  await bench.publish(lives(count));
  await bench.publishRecords([{ key: Buffer.from('task_1'), value: Buffer.from('nonsense'), headers: {} }]);
  await bench.publish(lives(5, 'later'));
  await runProcessor(bench.env);
  await bench.caughtUp();
  return bench;
}

export async function rows<Row>(bench: Workbench, text: string): Promise<Row[]> {
  return (await bench.pool.query(text)).rows as Row[];
}
