#!/usr/bin/env node
// Starts under any Node from 20 on. The commands are TypeScript, which Node 24 runs as it is: this process where it is new
// enough, else the one that npm installed beside the packages. Plain JavaScript without dependencies for that reason.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const WANTED = 24;
const MAIN = new URL('../src/main.ts', import.meta.url);
const UNAVAILABLE = 1;

/** @returns {string | undefined} */
function installedNode() {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin/node');
  } catch {
    return undefined;
  }
}

/**
 * Runs the commands with this process's terminal, and ends as they end. Descriptor 3 is a pipe that closes when this process is
 * gone, however it went.
 *
 * @param {string} node
 */
function handOver(node) {
  const child = spawn(node, [fileURLToPath(MAIN), ...process.argv.slice(2)], {
    env: { ...process.env, TASKFOLD_PARENT_PIPE: '3' },
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
  });
  child.stdio[3]?.on('error', () => {});
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  child.once('error', (error) => {
    process.stderr.write(`${node} does not start: ${error.message}\n`);
    process.exitCode = UNAVAILABLE;
  });
  child.once('exit', (code, signal) => {
    child.stdio[3]?.destroy();
    process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  });
}

if (Number(process.versions.node.split('.')[0]) >= WANTED) {
  await import(MAIN.href);
} else {
  const node = installedNode();
  if (node === undefined) {
    process.stderr.write(
      `This is Node ${process.versions.node}, and Node ${WANTED} is not installed beside the packages: run npm ci, or use Node ${WANTED}.\n`,
    );
    process.exitCode = UNAVAILABLE;
  } else {
    handOver(node);
  }
}
