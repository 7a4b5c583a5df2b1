import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { environment } from './node-24.mjs';
import { ROOT } from './paths.mjs';
import { SetUpError } from './set-up-error.mjs';

const GUARD = join(ROOT, 'packages/local-servers/src/process/guard.sh');
const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
const OUTPUT_LIMIT = 20_000;
/** How long the rest of the output is waited for when the program has ended: something that it left may hold the pipes. */
const OUTPUT_GRACE_MS = 1_000;

/**
 * Runs a program at the top of the repository to its end. It cannot outlive this process: an installer that goes on by
 * itself would write into the folder that the next run is installing to.
 *
 * @param {string} command
 * @param {string[]} args
 * @throws SetUpError with what the program said when it fails, or when a signal breaks it off
 */
export async function guardedRun(command, args) {
  /** @type {(typeof SIGNALS)[number] | undefined} */
  let broken;
  /** @param {(typeof SIGNALS)[number]} signal */
  const breakOff = (signal) => {
    broken = signal;
    killGroup(child.pid);
  };
  // Before the program begins: a signal that comes with its first words would end this process and leave it.
  for (const signal of SIGNALS) process.on(signal, breakOff);
  const child = spawn('/bin/sh', [GUARD, 'kill -s KILL -- "-$server"', command, ...args], {
    cwd: ROOT,
    env: environment(),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      output = (output + text).slice(-OUTPUT_LIMIT);
    });
  }
  try {
    const ended = await endOf(child);
    if (broken) {
      throw new SetUpError(
        `Stopped by ${broken}; the next run begins this again.`,
        128 + constants.signals[broken],
      );
    }
    if (ended !== 0)
      throw new SetUpError(`${output.trim()}\n${command} ${args.join(' ')} failed (${ended}).`);
  } finally {
    for (const signal of SIGNALS) process.off(signal, breakOff);
    for (const stream of child.stdio) stream?.destroy();
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number | NodeJS.Signals | null>} its exit code or signal
 */
function endOf(child) {
  return new Promise((resolve, reject) => {
    const lifeline = child.stdio[3];
    lifeline?.on('error', () => {});
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      // "close" comes when all pipes are closed, this one too, which the guard holds until it is told.
      if (lifeline instanceof Writable) lifeline.end('released\n');
      setTimeout(() => resolve(signal ?? code), OUTPUT_GRACE_MS).unref();
    });
    child.once('close', (code, signal) => resolve(signal ?? code));
  });
}

/** @param {number | undefined} pid */
function killGroup(pid) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended just now.
  }
}
