import { ConnectionFault } from '@taskfold/database';
import { expect, it } from 'vitest';
import { checkPaths } from './check-paths.ts';

async function harness(...answers: (string | null | Error)[]) {
  const heard: string[] = [];
  await checkPaths({
    pathFault: async () => {
      heard.push('asked');
      const answer = answers.shift() ?? null;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    fail: (error) => heard.push(`failed: ${error.message}`),
    report: (reason) => heard.push(`not ready: ${reason}`),
    signal: new AbortController().signal,
  });
  return heard;
}

it('ends the process where settings do not take or the database will not let it in, and waits for one that is away', async () => {
  const cause = new Error('of the driver');
  expect(await harness(null)).toEqual(['asked']);
  expect(await harness('the wrong zone')).toEqual([
    'asked',
    'not ready: the wrong zone',
    'failed: the wrong zone',
  ]);
  expect(await harness(new ConnectionFault('away', true, cause), new Error('starting up'), null)).toEqual([
    'asked',
    'asked',
    'asked',
  ]);
  expect(await harness(new ConnectionFault('unknown authority', false, cause))).toEqual([
    'asked',
    'not ready: unknown authority',
    'failed: unknown authority',
  ]);
});
