import { ConnectionFault } from '@taskfold/database';
import { expect, it } from 'vitest';
import { checkPaths } from './check-paths.ts';

async function harness(...answers: (string | null | Error)[]) {
  const heard: string[] = [];
  await checkPaths({
    pathFault: async () => {
      const answer = answers.shift() ?? null;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    fail: (error) => heard.push(`failed: ${error.message}`),
    report: (reason) => heard.push(`not ready: ${reason}`),
    sleep: async () => void heard.push('again'),
    signal: new AbortController().signal,
  });
  return heard;
}

it('ends the process where settings do not take or the database will not let it in, and waits for one that is away', async () => {
  const cause = new Error('of the driver');
  expect(await harness(null)).toEqual([]);
  expect(await harness('the wrong zone')).toEqual(['not ready: the wrong zone', 'failed: the wrong zone']);
  expect(await harness(new ConnectionFault('away', true, cause), new Error('starting up'), null)).toEqual([
    'again',
    'again',
  ]);
  expect(await harness(new ConnectionFault('unknown authority', false, cause))).toEqual([
    'not ready: unknown authority',
    'failed: unknown authority',
  ]);
});
