import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/**
 * Starts a dispatcher in a process of its own. Resolves when it works.
 *
 * @param env DATABASE_… and KAFKA_… as services take them, and what `dispatcher-main.ts` reads beside them
 */
export async function startKillableDispatcher(
  env: Readonly<Record<string, string>>,
): Promise<{ kill(): Promise<void> }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'dispatcher-main.ts')], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  await Promise.race([
    once(child.stdout, 'data'),
    exited.then(() => {
      throw new Error('the dispatcher ended before it worked');
    }),
  ]);
  return {
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
