import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

export interface SpawnedProcessor {
  signal(name: 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'): void;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
  /** Resolves with the exit code; null where a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Its log so far. */
  log(): string;
  /** Waits until its log contains the text. */
  logs(text: string): Promise<void>;
}

/** The processor as a process of its own, for what only a process can suffer. Killed at the end of the test. */
export function spawnProcessor(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): SpawnedProcessor {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, HOST: '127.0.0.1', ADMIN_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      log += chunk;
    });
  }
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const kill = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  onTestFinished(kill);
  return {
    signal: (name) => void child.kill(name),
    kill,
    exited,
    log: () => log,
    async logs(text) {
      await expect.poll(() => log, { timeout: 30_000 }).toContain(text);
    },
  };
}
