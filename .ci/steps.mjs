import { spawn } from 'node:child_process';
import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const LOOK_MS = 100;
const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

export class BrokenOff extends Error {
  constructor(/** @type {NodeJS.Signals} */ signal) {
    super(`broken off by ${signal}`);
    /** As a shell says it. */
    this.exitCode = 128 + constants.signals[signal];
  }
}

/**
 * @typedef {{ name: string, command: string[], report?: string }} Step `report`: the file that its tests are counted in
 * @typedef {{ output: string, started: number, succeeded?: boolean, seconds?: number }} Run
 */

/**
 * Runs the steps of a row one after the other, and the rows at the same time. What a step writes is shown as a whole, after
 * that of the steps before it: of the one whose turn it is as it writes. A signal ends those that run, and none begins.
 *
 * @param {Step[][]} rows
 * @param {{ folder: string, env: NodeJS.ProcessEnv }} options a folder for what they write, and their environment
 * @returns whether each has succeeded
 * @throws BrokenOff by a signal
 */
export async function runRows(rows, { folder, env }) {
  const running = new Set();
  /** @type {Map<Step, Run>} */
  const runs = new Map();
  /** @type {NodeJS.Signals | undefined} */
  let broken;
  const breakOff = (/** @type {NodeJS.Signals} */ signal) => {
    broken = signal;
    // A terminal tells them itself; a second time they would end without tidying up. SIGINT that comes otherwise npm takes for the
    // terminal's, and does not pass on.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) for (const child of running) child.kill('SIGTERM');
  };
  for (const signal of SIGNALS) process.on(signal, breakOff);
  // Whoever is shown it has gone.
  process.stdout.on('error', () => breakOff('SIGTERM'));

  const run = async (
    /** @type {Step} */ { command: [command = '', ...args], report },
    /** @type {Run} */ run,
  ) => {
    const written = openSync(run.output, 'w');
    const reported = report === undefined ? {} : { TASKFOLD_TEST_REPORT: report };
    const child = spawn(command, args, { env: { ...env, ...reported }, stdio: ['ignore', written, written] });
    closeSync(written);
    running.add(child);
    run.succeeded = await new Promise((resolve) => {
      child.once('exit', (code) => resolve(code === 0));
      child.once('error', (error) => {
        writeFileSync(run.output, `${error.message}\n`);
        resolve(false);
      });
    });
    run.seconds = Math.round((performance.now() - run.started) / 1000);
    running.delete(child);
  };
  const runRow = async (/** @type {Step[]} */ row) => {
    for (const step of row) {
      if (broken) return;
      const begun = {
        output: join(folder, `${step.name.replaceAll(/\W/g, '-')}.log`),
        started: performance.now(),
      };
      runs.set(step, begun);
      await run(step, begun);
    }
  };
  const show = async (/** @type {Step} */ step) => {
    while (!runs.has(step) && !broken) await delay(LOOK_MS);
    const shown = runs.get(step);
    if (shown === undefined) return false;
    process.stdout.write(`\n=== ${step.name}\n`);
    const copy = copier(shown.output);
    while (shown.succeeded === undefined) {
      copy();
      await delay(LOOK_MS);
    }
    copy();
    process.stdout.write(
      `--- ${step.name}: ${shown.succeeded ? 'passed in' : 'FAILED after'} ${shown.seconds} s\n`,
    );
    return shown.succeeded;
  };

  const ended = Promise.all(rows.map(runRow));
  const succeeded = new Map();
  for (const step of rows.flat()) succeeded.set(step, await show(step));
  await ended;
  for (const signal of SIGNALS) process.off(signal, breakOff);
  if (broken) throw new BrokenOff(broken);
  return succeeded;
}

/** @returns writes what has come to a file since the last time */
function copier(/** @type {string} */ file) {
  const piece = Buffer.alloc(65_536);
  let position = 0;
  return () => {
    const from = openSync(file, 'r');
    for (let read = 1; read > 0; position += read) {
      read = readSync(from, piece, 0, piece.length, position);
      process.stdout.write(piece.toString('latin1', 0, read), 'latin1');
    }
    closeSync(from);
  };
}
