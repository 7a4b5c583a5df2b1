import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { ROOT } from './root.ts';

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** What it reads from standard input. */
  readonly input?: string;
  /** The top of this repository unless another folder is named. */
  readonly cwd?: string;
  /** Milliseconds after which it is killed, and has failed; it may take as long as it likes unless it is said. */
  readonly withinMs?: number;
}

/**
 * Runs a program to its end, at the top of the repository.
 *
 * @returns its standard output
 * @throws with what it said when it fails
 */
export async function runCommand({
  command,
  args,
  env = {},
  input = '',
  cwd = ROOT,
  withinMs,
}: Command): Promise<string> {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: 'pipe',
    timeout: withinMs,
    killSignal: 'SIGKILL',
  });
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  if (code !== 0) throw new Error(`${command} ${args[0]} failed (${code}): ${stderr}${stdout}`);
  return stdout;
}

/** The project's own command line, from the top of the repository. */
export const CLI = 'packages/cli/src/main.ts';

/** Runs a command of the project's own. @param args what follows `taskfold` @param root of a repository: whose code runs */
export async function runTaskfold(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  root = ROOT,
): Promise<string> {
  return await runCommand({ command: process.execPath, args: [CLI, ...args], env, cwd: root });
}
