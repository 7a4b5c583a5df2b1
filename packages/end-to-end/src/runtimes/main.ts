import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SCOPES } from '@taskfold/contract';
import { startService } from '../harness/service.ts';
import { type System, startSystem } from '../harness/system.ts';
import { createTally, type Tally } from '../harness/tally.ts';
import { RUNTIMES, type Runtime } from './runtimes.ts';
import { EXPECTED_LINES, type Programs, preparePrograms, trialInput } from './trial.ts';

// npm run test:runtimes [-- NAME...]: packs the client for TypeScript, installs it into an empty project, and tries it in every
// runtime that it is for, against a real API with a processor and a Kafka behind it. A command of its own: it installs runtimes
// of npm. Names are the beginnings of those that are wanted.

// Pages of any origin may ask.
const SETTINGS = { CORS_ORIGINS: '*' };

/** Tries the client in each. The API is asked without the proxy of the contract, which does not describe what browsers are told. */
async function tryInEach(
  runtimes: readonly Runtime[],
  programs: Programs,
  system: System,
  tally: Tally,
): Promise<void> {
  const [api] = await Promise.all([
    startService('api', { ...system.env, ...SETTINGS }),
    system.startProcessor(),
  ]);
  try {
    const key = await system.createKey('runtimes', SCOPES);
    for (const { name, bring } of runtimes) {
      await tally.attempt(name, bring, async (tryIn) => {
        const printed = await tryIn(programs, trialInput({ url: api.url, key }));
        if (printed !== JSON.stringify(EXPECTED_LINES)) throw new Error(`it printed ${printed}`);
      });
    }
  } finally {
    await api.kill();
  }
}

const wanted = process.argv.slice(2).map((name) => name.toLowerCase());
const runtimes = RUNTIMES.filter(
  ({ name }) => wanted.length === 0 || wanted.some((each) => name.toLowerCase().startsWith(each)),
);
const tally = createTally();
const folder = await mkdtemp(join(tmpdir(), 'taskfold-runtimes-'));
try {
  const programs = await preparePrograms(folder);
  const system = await startSystem();
  try {
    await tryInEach(runtimes, programs, system, tally);
  } finally {
    await system.stop();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = tally.end();
