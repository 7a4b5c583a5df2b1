import { expect, it } from 'vitest';
import { checkLogin } from './check-login.ts';

function harness(faults: readonly (string | null | Error)[], refuses: boolean) {
  const answers = [...faults];
  const heard: string[] = [];
  const done = checkLogin({
    loginFault: async () => {
      const answer = answers.shift() ?? null;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    refuses,
    fail: (error) => heard.push(`failed: ${error.message}`),
    logger: { warn: (line: unknown) => heard.push(`warned: ${line}`) },
    signal: new AbortController().signal,
  });
  return done.then(() => heard);
}

it('warns of a login that is no wall, and ends the process for it where that is asked for', async () => {
  expect(await harness(['a superuser'], false)).toEqual(['warned: a superuser']);
  expect(await harness(['a superuser'], true)).toEqual(['failed: a superuser']);
  expect(await harness([null], true)).toEqual([]);
});

it('asks again while the database is away', async () => {
  expect(await harness([new Error('away'), new Error('away'), 'a superuser'], true)).toEqual([
    'failed: a superuser',
  ]);
});
