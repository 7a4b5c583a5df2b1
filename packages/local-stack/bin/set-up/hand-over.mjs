import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { environment, findNode24 } from './node-24.mjs';
import { ROOT } from './paths.mjs';

const FORWARDED = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Runs Node 24 with this process's terminal and signals, and ends as it ends. Descriptor 3 is a pipe that closes when this
 * process is gone, however it went, or has no more reason to run.
 *
 * @param {string[]} args
 * @param {AbortSignal} npmGone
 * @returns {Promise<number>} the exit code
 */
export async function handOver(args, npmGone) {
  const node = findNode24();
  // npm and we both leave the folder that the user is in; paths on the command line are relative to it.
  const folder = process.env.INIT_CWD ?? process.cwd();
  const env = {
    // Of the sources, compiled and without their types: half of the time that a process takes to start.
    NODE_COMPILE_CACHE: join(ROOT, '.cache/node'),
    ...environment(node),
    TASKFOLD_PARENT_PIPE: '3',
    INIT_CWD: folder,
  };
  const child = spawn(node, args, { cwd: ROOT, env, stdio: ['inherit', 'inherit', 'inherit', 'pipe'] });
  child.stdio[3]?.on('error', () => {});
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => child.kill(signal);
  for (const signal of FORWARDED) process.on(signal, forward);
  // Not a signal, which would count as a second one after that which ended npm.
  npmGone.addEventListener('abort', () => child.stdio[3]?.destroy());

  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      child.stdio[3]?.destroy();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
