import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SCOPES } from '@taskfold/contract';
import { messageOf } from '@taskfold/runtime';
import { startService } from '../harness/service.ts';
import { type System, startSystem } from '../harness/system.ts';
import { RUNTIMES, type Runtime } from './runtimes.ts';
import { EXPECTED_LINES, type Programs, preparePrograms, trialInput } from './trial.ts';
import type { TrialInput } from './tried/try-client.ts';

// npm run test:runtimes [-- NAME...]: packs the client for TypeScript, installs it into an empty project, and tries it in every
// runtime that it is for, against a real API with a processor and a Kafka behind it. A command of its own: it installs runtimes
// of npm. Names are the beginnings of those that are wanted.

// Pages of any origin may ask.
const SETTINGS = { CORS_ORIGINS: '*' };

type Api = Pick<TrialInput, 'url' | 'key'>;

/** Tries the client in each. The API is asked without the proxy of the contract, which does not describe what browsers are told. */
async function tryInEach(runtimes: readonly Runtime[], programs: Programs, system: System): Promise<void> {
  const [api] = await Promise.all([
    startService('api', { ...system.env, ...SETTINGS }),
    system.startProcessor(),
  ]);
  try {
    const key = await system.createKey('runtimes', SCOPES);
    for (const runtime of runtimes) await tryIn(runtime, programs, { url: api.url, key });
  } finally {
    await api.kill();
  }
}

/** @returns why it is not as it must be, if it is not */
async function faultOf(runtime: Awaited<ReturnType<Runtime['bring']>>, programs: Programs, api: Api) {
  try {
    const printed = await runtime(programs, trialInput(api));
    return printed === JSON.stringify(EXPECTED_LINES) ? undefined : `it printed ${printed}`;
  } catch (error) {
    return messageOf(error);
  }
}

const counts = { passed: 0, failed: 0, missing: 0 };

async function tryIn({ name, bring }: Runtime, programs: Programs, api: Api): Promise<void> {
  const say = (what: string) => process.stdout.write(`${name}: ${what}\n`);
  const runtime = await bring().catch((error: unknown) => {
    counts.missing += 1;
    say(`not to be had here: ${messageOf(error)}`);
  });
  if (runtime === undefined) return;
  const started = performance.now();
  const fault = await faultOf(runtime, programs, api);
  counts[fault === undefined ? 'passed' : 'failed'] += 1;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  say(fault === undefined ? `passed (${seconds} s)` : `failed (${seconds} s): ${fault}`);
}

const wanted = process.argv.slice(2).map((name) => name.toLowerCase());
const runtimes = RUNTIMES.filter(
  ({ name }) => wanted.length === 0 || wanted.some((each) => name.toLowerCase().startsWith(each)),
);
const folder = await mkdtemp(join(tmpdir(), 'taskfold-runtimes-'));
try {
  const programs = await preparePrograms(folder);
  const system = await startSystem();
  try {
    await tryInEach(runtimes, programs, system);
  } finally {
    await system.stop();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.stdout.write(
  `${counts.passed} passed, ${counts.failed} failed, ${counts.missing} not to be had here\n`,
);
if (counts.failed > 0 || counts.passed === 0) process.exitCode = 1;
