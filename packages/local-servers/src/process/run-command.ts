import { execFile } from 'node:child_process';

export interface CommandOptions {
  env?: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
  signal?: AbortSignal | undefined;
  timeoutMs?: number;
}

export interface CommandResult {
  /** `null` when a signal ended it; -1 when it could not be started. */
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end and gives what it said. A failing program is a result, not an exception. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const { timeoutMs = 0, signal, ...rest } = options;
  return await new Promise((resolve) => {
    const child = execFile(
      command,
      [...args],
      { cwd: '/', maxBuffer: 64 * 1024 * 1024, timeout: timeoutMs, ...(signal ? { signal } : {}), ...rest },
      (error, stdout, stderr) => {
        const notStarted = error !== null && child.pid === undefined;
        resolve({
          exitCode: notStarted ? -1 : child.exitCode,
          stdout,
          stderr: notStarted ? error.message : stderr,
        });
      },
    );
  });
}
