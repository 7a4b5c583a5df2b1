import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, statSync } from 'node:fs';
import { type GuardedCommand, spawnGuarded } from './guard.ts';

/** A log that has grown beyond this is begun anew at the next start. */
const MAX_LOG_BYTES = 10 * 1024 * 1024;

export interface ServerProcess {
  readonly pid: number;
  /** Resolves when the process is gone, with how it went: `exit code 1`, `signal SIGKILL`. Never rejects. */
  readonly ended: Promise<string>;
  hasEnded(): boolean;
  signal(name: NodeJS.Signals): void;
}

/**
 * Starts a server under the guard, its standard output and standard error appended to `logFile`.
 *
 * @throws when the shell cannot be started. A missing `command` shows as an early end.
 */
export async function startServerProcess(server: GuardedCommand, logFile: string): Promise<ServerProcess> {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  const log = openSync(logFile, size > MAX_LOG_BYTES ? 'w' : 'a', 0o600);
  let child: ChildProcess;
  try {
    child = spawnGuarded(server, ['ignore', log, log]);
  } finally {
    closeSync(log);
  }
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  return {
    // Set since the event `spawn`.
    pid: Number(child.pid),
    ended,
    hasEnded,
    signal(name) {
      if (!hasEnded()) child.kill(name);
    },
  };
}
