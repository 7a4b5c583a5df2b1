import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export interface StartedCommand {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly out: string; readonly error: string }>;
}

/** A command of the processor as a process of its own. */
export function startCommand(
  name: 'verify' | 'rebuild',
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): StartedCommand {
  const script = fileURLToPath(new URL(`../${name}/main.ts`, import.meta.url));
  const child = spawn(process.execPath, [script, ...args], { env: { ...process.env, ...env } });
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]).then(
    ([out, error, [code]]) => ({ code: code as number | null, out, error }),
  );
  return { child, ended };
}
