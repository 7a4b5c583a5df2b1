import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface DispatcherEnvironment {
  readonly DATABASE_URL: string;
  readonly KAFKA_BROKERS: string;
  readonly TOPIC: string;
  readonly KEYS: string;
}

/** Starts a dispatcher in a process of its own. Resolves when it works. */
export async function startKillableDispatcher(
  env: DispatcherEnvironment,
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
