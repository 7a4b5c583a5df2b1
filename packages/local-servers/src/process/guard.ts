import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const GUARD = fileURLToPath(new URL('./guard.sh', import.meta.url));

/** Shell commands for `onParentDeath` that end the program and whatever it has started at once. */
export const KILL_AT_ONCE = 'kill -s KILL -- "-$server"';

export interface GuardedCommand {
  /** Absolute path of the program, or a name on the PATH. */
  command: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
  /** Shell commands that end the program when this process is gone; `$server` is its process id. */
  onParentDeath: string;
}

/**
 * Starts a program in a session of its own, so that a terminal's Ctrl-C reaches only us and we decide when it ends, and
 * under a guard that ends it when this process is gone, even by SIGKILL. A program that does not exist ends with exit
 * code 127.
 */
export function spawnGuarded(
  { command, args, env = process.env, uid, gid, onParentDeath }: GuardedCommand,
  [stdin, stdout, stderr]: [stdin: 'ignore', stdout: 'pipe' | 'ignore' | number, stderr: 'pipe' | number],
): ChildProcess {
  const stdio: StdioOptions = [stdin, stdout, stderr, 'pipe'];
  const child = spawn('/bin/sh', [GUARD, onParentDeath, command, ...args], {
    // Not the caller's folder, which an unprivileged server user may not be able to enter.
    cwd: '/',
    detached: true,
    env,
    stdio,
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  });
  const lifeline = child.stdio[3];
  if (lifeline && 'end' in lifeline) {
    // The watcher may be gone first; then there is nobody to tell.
    lifeline.on('error', () => {});
    child.once('exit', () => lifeline.end('released\n'));
  }
  return child;
}
