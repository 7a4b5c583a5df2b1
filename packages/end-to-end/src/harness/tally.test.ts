import { expect, test } from 'vitest';
import { createTally } from './tally.ts';

const nothing = async () => {};
const fails = async () => {
  throw new Error('because');
};

async function tallied(...attempts: readonly ['bring' | 'act' | 'well', string][]) {
  const said: string[] = [];
  const tally = createTally((text) => said.push(text.replace(/\d+\.\d s/, '0.0 s').trimEnd()));
  for (const [how, name] of attempts)
    await tally.attempt(name, how === 'bring' ? fails : nothing, how === 'act' ? fails : nothing);
  return { code: tally.end(), said };
}

test('what is missing has not passed, and is no failure', async () => {
  expect(await tallied(['well', 'A'], ['bring', 'B'])).toEqual({
    code: 0,
    said: ['A: passed (0.0 s)', 'B: not to be had here: because', '1 passed, 0 failed, 1 not to be had here'],
  });
});

test('what fails is said with its reason, and fails the whole', async () => {
  expect(await tallied(['act', 'A'], ['well', 'B'])).toEqual({
    code: 1,
    said: ['A: failed (0.0 s): because', 'B: passed (0.0 s)', '1 passed, 1 failed, 0 not to be had here'],
  });
});

test('where nothing is to be had, nothing has passed', async () => {
  expect((await tallied(['bring', 'A'])).code).toBe(1);
  expect((await tallied()).code).toBe(1);
});
