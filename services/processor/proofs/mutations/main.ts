import { MUTATIONS } from './mutations.ts';
import { runMutant } from './run-mutant.ts';

const SEEDS = 1000;

let missed = 0;
for (const mutation of MUTATIONS) {
  const { isCaught, output } = await runMutant(mutation, SEEDS);
  const seed = /Seed (\d+) breaks/.exec(output)?.[1];
  if (!isCaught) missed++;
  const verdict = isCaught ? `caught by seed ${seed}` : `NOT CAUGHT\n${output}`;
  process.stdout.write(`${mutation.name.padEnd(22)} ${verdict.padEnd(22)} ${mutation.what}\n`);
}
process.stdout.write(`${MUTATIONS.length - missed} of ${MUTATIONS.length} mutations are caught\n`);
process.exitCode = missed === 0 ? 0 : 1;
