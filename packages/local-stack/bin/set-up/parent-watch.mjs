import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

const CHECK_MS = 500;
const SHELLS = new Set(['sh', 'ash', 'bash', 'dash', 'ksh', 'zsh']);

/**
 * When npm started this process and is gone, also by SIGKILL, so is the reason to run. Does not keep the process alive.
 *
 * @returns {AbortSignal} aborted when npm is gone; never, where npm did not start this process
 */
export function watchNpm() {
  const gone = new AbortController();
  if (process.env.npm_lifecycle_event === undefined) return gone.signal;
  const parent = process.ppid;
  // npm runs its scripts by a shell, which some systems leave between, and which a killed npm leaves behind.
  const found = lookUp(parent);
  const npm = found !== undefined && SHELLS.has(found.name) ? found.parent : undefined;
  const timer = setInterval(() => {
    if (process.ppid === parent && (npm === undefined || lookUp(parent)?.parent === npm)) return;
    clearInterval(timer);
    gone.abort(new Error('npm is gone'));
  }, CHECK_MS);
  timer.unref();
  return gone.signal;
}

/**
 * @param {number} pid
 * @returns {{ name: string, parent: number } | undefined} undefined when there is no such process
 */
function lookUp(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const end = stat.lastIndexOf(')');
    const [, parent] = stat.slice(end + 2).split(' ');
    return { name: stat.slice(stat.indexOf('(') + 1, end), parent: Number(parent) };
  } catch {
    return lookUpByPs(pid);
  }
}

/**
 * For systems without /proc.
 *
 * @param {number} pid
 */
function lookUpByPs(pid) {
  try {
    const output = execFileSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], { encoding: 'utf8' });
    const [parent, ...command] = output.trim().split(/\s+/);
    return { name: basename(command.join(' ')).replace(/^-/, ''), parent: Number(parent) };
  } catch {
    return undefined;
  }
}
