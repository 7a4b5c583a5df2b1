import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KILL_AT_ONCE, spawnGuarded } from '@taskfold/local-servers';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** The kernel's unit of a process's times on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

export interface Child extends AsyncDisposable {
  readonly pid: number;
  /** Seconds of CPU since the process began; null where the system does not tell. */
  cpuSeconds(): Promise<number | null>;
  /** Asks it to end, and waits until it has. */
  terminate(): Promise<void>;
  /** Resident bytes now; null where the system does not tell. */
  residentBytes(): Promise<number | null>;
  /** Most resident bytes so far; null where the system does not tell. */
  mostResidentBytes(): Promise<number | null>;
}

const STANDARD_ERROR = 2;

/**
 * Runs a script of the repository in a process of its own, which does not outlive this one; what it says on standard
 * error is shown. When it fails, the benchmark ends: what it would measure will not come.
 */
export function startChild(script: string, env: Readonly<Record<string, string>>): Child {
  const program = {
    command: process.execPath,
    args: [join(ROOT, script)],
    env: { ...process.env, ...env },
    onParentDeath: KILL_AT_ONCE,
  };
  const child = spawnGuarded(program, ['ignore', 'ignore', STANDARD_ERROR]);
  const pid = child.pid ?? 0;
  const onExit = (code: number | null, signal: string | null) => {
    if (code === 0) return;
    process.stderr.write(`${script} ended early: ${signal ?? `exit code ${code}`}\n`);
    process.exit(1);
  };
  child.once('exit', onExit);
  return {
    pid,
    async cpuSeconds() {
      const fields = await statOf(pid);
      return fields === null ? null : (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    },
    async residentBytes() {
      const fields = await statOf(pid);
      return fields === null ? null : Number(fields[21]) * PAGE_BYTES;
    },
    async mostResidentBytes() {
      const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(text)?.[1];
      return kibibytes === undefined ? null : Number(kibibytes) * 1024;
    },
    terminate: () => end(child, 'SIGTERM'),
    [Symbol.asyncDispose]() {
      child.off('exit', onExit);
      return end(child, 'SIGKILL');
    },
  };
}

/** The fields of /proc/PID/stat from the state on, which follows the name in parentheses. */
async function statOf(pid: number): Promise<string[] | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return text === null ? null : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}
