import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './set-up/paths.mjs';

const CONFIG = join(ROOT, 'vitest.containers.config.ts');

/**
 * What runs the tests on containers. Where there is no Docker engine that is said, since a run that tests nothing must not
 * look like one that passed.
 *
 * @param {string[]} args
 * @returns {string[] | null} arguments of Node 24, or null when there is nothing to run
 */
export function containerTests(args) {
  if (spawnSync('docker', ['version'], { stdio: 'ignore' }).status !== 0) {
    process.stdout.write('No Docker engine answers; nothing was tested (0 tests ran).\n');
    return null;
  }
  return [join(ROOT, 'packages/local-stack/bin/run-tests.mjs'), 'run', `--config=${CONFIG}`, ...args];
}
