import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../harness/root.ts';

/** Resolves when the command has ended well; what it says is shown, and what it keeps lies where git does not look. */
export async function run(command: string, args: readonly string[]): Promise<void> {
  const child = spawn(command, args, {
    cwd: join(ROOT, '.taskfold'),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('exit', resolve).once('error', reject);
  const code = await promise;
  if (code !== 0) throw new Error(`${command} ended with ${code}`);
}
