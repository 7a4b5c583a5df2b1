import { readFile } from 'node:fs/promises';
import { listenToInterrupts } from '@taskfold/runtime/command';
import { COMMANDS } from './commands/index.ts';
import { OUTCOMES } from './outcome/outcomes.ts';
import { run } from './program/run.ts';

const { stdin, stdout, stderr, env } = process;
const stopping = new AbortController();
listenToInterrupts(
  {
    onStop: (reason) => stopping.abort(new Error(`stopped by ${reason}`)),
    onForce: () => process.exit(OUTCOMES.interrupted.code),
  },
  env,
);
// Whoever read our output may have gone (`taskfold tasks list | head -1`): nothing is left to do then.
for (const stream of [stdout, stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? OUTCOMES.done.code : OUTCOMES.failed.code);
  });
}

const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
const { signal } = stopping;
process.exitCode = await run(COMMANDS, process.argv.slice(2), version, {
  env,
  stdin,
  stdout,
  stderr,
  signal,
});
// A standard input that was read may wait for more, which would keep the process.
stdin.unref?.();
