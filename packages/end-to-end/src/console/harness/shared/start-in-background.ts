import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../../../harness/root.ts';
import type { SharedConsole, SharedServers } from './place.ts';

const END_WITH_PARENT = join(ROOT, 'packages/local-stack/bin/end-with-parent.mjs');
const MAIN = join(ROOT, 'packages/end-to-end/src/console/harness/shared/main.ts');

export interface StartedConsole {
  readonly place: SharedConsole;
  stop(): Promise<void>;
}

/**
 * Starts the console of a run in a process of its own, which ends with this one.
 *
 * @throws with what it said where it ends before the console is there
 */
export async function startInBackground(servers: SharedServers): Promise<StartedConsole> {
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, MAIN], {
    cwd: ROOT,
    env: { ...process.env, CONSOLE_SERVERS: JSON.stringify(servers) },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const said: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => said.push(text));
  child.stdio[3]?.on('error', () => {});
  const place = await new Promise<SharedConsole>((resolve, reject) => {
    if (child.stdout !== null)
      createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line)));
    void exited.then(() => reject(new Error(said.join(''))));
  });
  return {
    place,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
