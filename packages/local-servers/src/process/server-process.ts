import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const GUARD = fileURLToPath(new URL('./guard.sh', import.meta.url));

export interface ServerCommand {
  /** Absolute path of the program, or a name on the PATH. */
  command: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
  /** Standard output and standard error are appended to this file. */
  logFile: string;
  /** Shell commands that end the server when this process is gone; `$server` is its process id. */
  onParentDeath: string;
}

export interface ServerProcess {
  readonly pid: number;
  /** Resolves when the process is gone, with how it went: `exit code 1`, `signal SIGKILL`. Never rejects. */
  readonly ended: Promise<string>;
  hasEnded(): boolean;
  signal(name: NodeJS.Signals): void;
}

/**
 * Starts a server in a session of its own, so that a terminal's Ctrl-C reaches only us and we decide when it stops, and
 * under a guard that ends it when this process is gone, even by SIGKILL.
 *
 * @throws when the shell cannot be started. A missing `command` shows as an early end.
 */
export async function startServerProcess(server: ServerCommand): Promise<ServerProcess> {
  const log = openSync(server.logFile, 'a', 0o600);
  let child: ChildProcess;
  try {
    child = spawn('/bin/sh', [GUARD, server.onParentDeath, server.command, ...server.args], {
      // Not the caller's folder, which an unprivileged server user may not be able to enter.
      cwd: '/',
      detached: true,
      env: server.env ?? process.env,
      stdio: ['ignore', log, log, 'pipe'],
      ...(server.uid === undefined ? {} : { uid: server.uid }),
      ...(server.gid === undefined ? {} : { gid: server.gid }),
    });
  } finally {
    closeSync(log);
  }
  const lifeline = child.stdio[3];
  lifeline?.on('error', () => {});
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      if (lifeline && 'end' in lifeline) lifeline.end('released\n');
      resolve(signal ? `signal ${signal}` : `exit code ${code}`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${server.command} did not start.`);
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  return {
    pid,
    ended,
    hasEnded,
    signal(name) {
      if (!hasEnded()) child.kill(name);
    },
  };
}
