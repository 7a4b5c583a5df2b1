import { expect, it } from 'vitest';
import { pruneKeys } from './prune-keys.ts';

it('removes all that is old, batch by batch, again and again, and outlives failures', async () => {
  const stop = new AbortController();
  const answers: (number | Error)[] = [1000, 1000, 3, new Error('away'), 0, 1000, 0];
  const warnings: unknown[] = [];
  await pruneKeys({
    prune: async () => {
      const answer = answers.shift() ?? 0;
      if (answers.length === 0) stop.abort();
      if (answer instanceof Error) throw answer;
      return answer;
    },
    logger: { warn: (line: unknown) => warnings.push(line) },
    signal: stop.signal,
    intervalMs: 1,
  });
  expect(answers).toEqual([]);
  expect(warnings).toHaveLength(1);
});
