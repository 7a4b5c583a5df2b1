import { taskEnvelope } from '@taskfold/contract';
import type { CliSystem } from './cli-system.ts';
import { eventLines, type Step } from './event-lines.ts';

/** Publishes what happens to a task, by the command for it, and waits until it is folded. */
export async function publish(system: CliSystem, taskId: string, steps: readonly Step[]): Promise<void> {
  const published = await system.run(['events', 'publish', '-', '--jsonl'], {
    stdin: eventLines(taskId, steps),
  });
  if (published.code !== 0) throw new Error(published.err);
  const last = JSON.parse(published.out.trim().split('\n').at(-1) ?? '{}');
  const key = system.env.TASKFOLD_API_KEY;
  const response = await fetch(`${system.url}/v1/tasks/${taskId}?min_position=${last.position}`, {
    headers: { authorization: `Bearer ${key}`, prefer: 'wait=30' },
  });
  taskEnvelope.parse(await response.json());
}
