import { expect, test } from 'vitest';
import { MUTATIONS } from './mutations.ts';
import { runMutant } from './run-mutant.ts';

/** The others take longer to be noticed; `npm run mutate` runs all. */
const QUICK = ['fence', 'row-lock', 'cache-validation', 'offset-before-commit'];
const SEEDS = 100;

test.concurrent.each(MUTATIONS.filter(({ name }) => QUICK.includes(name)))(
  'the simulation notices that $what',
  { timeout: 60_000 },
  async (mutation) => {
    const { isCaught, output } = await runMutant(mutation, SEEDS);
    expect(isCaught, output).toBe(true);
  },
);
