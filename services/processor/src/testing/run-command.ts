import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export interface StartedCommand {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly out: string; readonly error: string }>;
}

const CLI = fileURLToPath(new URL('../../../../packages/cli/src/main.ts', import.meta.url));

/** `taskfold projection` as a process of its own. */
export function startCommand(
  name: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): StartedCommand {
  const child = spawn(process.execPath, [CLI, 'projection', name, ...args], {
    env: { ...process.env, ...env },
  });
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]).then(
    ([out, error, [code]]) => ({ code: code as number | null, out, error }),
  );
  return { child, ended };
}
