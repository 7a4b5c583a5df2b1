import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { guardedRun } from '../../bin/set-up/guarded-run.mjs';

const MODULE = new URL('../../bin/set-up/guarded-run.mjs', import.meta.url).href;
const RUN = `
  const { guardedRun } = await import(${JSON.stringify(MODULE)});
  await guardedRun('sh', ['-c', process.argv[1]]).catch((error) => {
    console.error(error.message);
    process.exitCode = error.exitCode;
  });`;

async function pidFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'taskfold-guarded-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'pid');
}

/** A process of its own that runs the shell script. */
function runner(script: string): { child: ChildProcess; ended: Promise<number | string | null> } {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', RUN, script], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = new Promise<number | string | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
  return { child, ended };
}

async function pidIn(path: string): Promise<number> {
  const read = async () => (existsSync(path) ? (await readFile(path, 'utf8')).trim() : '');
  await expect.poll(read, { timeout: 5_000 }).not.toBe('');
  return Number(await read());
}

async function isGone(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  if (existsSync('/proc/self/stat')) return stat === '' || / [ZX] /.test(stat);
  try {
    return !process.kill(pid, 0);
  } catch {
    return true;
  }
}

test('it returns as soon as the program has ended', { timeout: 5_000 }, async () => {
  const started = performance.now();
  await guardedRun('sh', ['-c', 'exit 0']);
  expect(performance.now() - started).toBeLessThan(900);
});

test('it returns although the program has left a process that holds its output', async () => {
  const started = performance.now();
  const path = await pidFile();
  await guardedRun('sh', ['-c', `sleep 20 & echo $! > ${path}`]);
  expect(performance.now() - started).toBeLessThan(5_000);
  process.kill(await pidIn(path), 'SIGKILL');
});

test('what the program said is in the error', async () => {
  await expect(guardedRun('sh', ['-c', 'echo out; echo why >&2; exit 3'])).rejects.toThrow(
    /why\nsh -c .* failed \(3\)/,
  );
});

test('a program that is not there is an error', async () => {
  await expect(guardedRun('no-such-program', [])).rejects.toThrow('failed (127)');
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s breaks it off, with everything below it', async (signal, code) => {
  const path = await pidFile();
  const { child, ended } = runner(`sleep 60 & echo $! > ${path}; wait`);
  const pid = await pidIn(path);
  const started = performance.now();
  child.kill(signal);
  expect(await ended).toBe(code);
  expect(performance.now() - started).toBeLessThan(2_000);
  await expect.poll(() => isGone(pid)).toBe(true);
});

test('a signal also ends it when only what the program left holds its output', async () => {
  const path = await pidFile();
  const { child, ended } = runner(`sleep 60 & echo $! > ${path}`);
  const pid = await pidIn(path);
  await delay(100);
  child.kill('SIGTERM');
  expect(await ended).toBe(143);
  await expect.poll(() => isGone(pid)).toBe(true);
});

test('the program does not outlive a runner that is killed', async () => {
  const path = await pidFile();
  const { child, ended } = runner(`echo $$ > ${path}; sleep 60`);
  const pid = await pidIn(path);
  child.kill('SIGKILL');
  await ended;
  await expect.poll(() => isGone(pid), { timeout: 5_000 }).toBe(true);
});
