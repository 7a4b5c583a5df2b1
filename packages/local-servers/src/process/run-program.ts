import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { KILL_AT_ONCE, spawnGuarded } from './guard.ts';

export interface ProgramOptions {
  env?: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
  /** Kills the program and whatever it has started. */
  signal?: AbortSignal | undefined;
}

export interface CommandResult {
  /** `null` when a signal ended it; 127 when there is no such program. */
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/**
 * Runs a program to its end, which comes at once when this process dies, and gives what it said. A failing program is a
 * result, not an exception.
 *
 * @throws the reason of the abort
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  { signal, ...options }: ProgramOptions = {},
): Promise<CommandResult> {
  signal?.throwIfAborted();
  const child = spawnGuarded({ command, args, ...options, onParentDeath: KILL_AT_ONCE }, [
    'ignore',
    'pipe',
    'pipe',
  ]);
  const abort = () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  };
  signal?.addEventListener('abort', abort);
  try {
    const exit = new Promise<number | null>((resolve, reject) => {
      child.once('exit', resolve);
      child.once('error', reject);
    });
    const [exitCode, stdout, stderr] = await Promise.all([exit, read(child.stdout), read(child.stderr)]);
    signal?.throwIfAborted();
    return { exitCode, stdout, stderr };
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

async function read(stream: Readable | null): Promise<string> {
  return stream === null ? '' : await text(stream);
}
