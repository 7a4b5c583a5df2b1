import type { Difference, RebuildOptions, replayConfigSchema } from '@taskfold/processor/projection';
import type { z } from 'zod';
import { outside } from '../../output/fields.ts';
import { grouped } from '../../output/numbers.ts';
import type { Context } from '../../program/context.ts';
import { settingsOf, withOutcome } from '../connections.ts';

type Processor = typeof import('@taskfold/processor/projection');

/**
 * Does something with the projection as a whole: progress, with rate and time left, goes to standard error.
 *
 * @throws CommandFailure `refused`, where that would do harm
 */
export async function withReplay<Result>(
  context: Context,
  work: (processor: Processor, options: RebuildOptions) => Promise<Result>,
): Promise<Result> {
  const processor = await import('@taskfold/processor/projection');
  const { createLogger } = await import('@taskfold/runtime');
  const config: z.output<typeof replayConfigSchema> = await settingsOf(context, processor.replayConfigSchema);
  const { note, signal, env } = context;
  const options = {
    config,
    signal,
    logger: createLogger({
      service: 'taskfold-replay',
      level: env.LOG_LEVEL || 'error',
      destination: { write: (line: string) => note(line.trimEnd()) },
    }),
    onProgress: (progress: Parameters<Processor['printProgress']>[0]) =>
      note(processor.printProgress(progress)),
    onStep: note,
  };
  return await withOutcome(() => work(processor, options));
}

/** Task by task the columns that differ, never what stands in them. */
export function drawDifferences(differences: readonly Difference[], count: number): string[] {
  const lines = differences.map(({ tenantId, taskId, columns }) =>
    outside(`${tenantId}/${taskId}: ${columns.join(', ')}`),
  );
  return count > differences.length
    ? [...lines, `... and ${grouped(count - differences.length)} more tasks`]
    : lines;
}

/** The same as JSON has it. */
export function differencesShown(differences: readonly Difference[], count: number) {
  return {
    object: 'list',
    count,
    data: differences.map(({ tenantId, taskId, columns }) => ({
      object: 'difference',
      tenant_id: tenantId,
      task_id: taskId,
      columns,
    })),
  };
}
