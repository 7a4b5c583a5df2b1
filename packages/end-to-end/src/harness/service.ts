import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { eventually } from './eventually.ts';
import { ROOT } from './root.ts';

/** Ends a service whose parent is gone, so that a run that was killed leaves none behind. */
const END_WITH_PARENT = join(ROOT, 'packages/local-stack/bin/end-with-parent.mjs');
const HOST = '127.0.0.1';
const KEPT_LINES = 50;
/** A bound for what hangs, not for how fast the machine is. */
const STARTS_WITHIN_MS = 90_000;

export interface RunningService {
  readonly pid: number;
  readonly adminUrl: string;
  /** Of the API; that of a processor answers nothing. */
  readonly url: string;
  /** SIGTERM. @returns the exit code; null when it took another signal to end it */
  stop(): Promise<number | null>;
  /** SIGKILL. Resolves when the process is gone. */
  kill(): Promise<void>;
}

/**
 * Starts the real process of a service on free ports and waits until it is ready.
 *
 * @param root of a repository: whose code runs
 * @throws with the end of its log when it ends before that
 */
export async function startService(
  name: 'api' | 'processor',
  env: NodeJS.ProcessEnv,
  root = ROOT,
): Promise<RunningService> {
  const service = await launchService(name, env, undefined, root);
  try {
    await eventually(
      `the ${name} is ready`,
      async () => {
        const ready = await fetch(`${service.adminUrl}/readyz`).then(
          (answer) => answer.ok,
          () => false,
        );
        return ready || undefined;
      },
      STARTS_WITHIN_MS,
    );
  } catch (error) {
    await service.kill();
    throw new Error(`${String(error)}:\n${service.log().join('\n')}`);
  }
  return service;
}

export interface LaunchedService extends RunningService {
  /** With the exit code, or null where a signal has ended it. */
  readonly exited: Promise<number | null>;
  /** The last lines that it has written. */
  log(): readonly string[];
  signal(name: NodeJS.Signals): void;
}

/**
 * The same as soon as its admin port answers, ready or not.
 *
 * @param onLine told of each line that it writes
 * @param root of a repository: whose code runs
 */
export async function launchService(
  name: 'api' | 'processor',
  env: NodeJS.ProcessEnv,
  onLine: (line: string) => void = () => {},
  root = ROOT,
): Promise<LaunchedService> {
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, `services/${name}/src/main.ts`], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      HOST,
      PORT: '0',
      ADMIN_PORT: '0',
      ...env,
    },
    // In a session of its own: a terminal's Ctrl-C reaches whoever started it, who decides when it ends.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  child.stdio[3]?.on('error', () => {});
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const log = readLog(child, onLine);
  const listening = eventually(
    `the ${name} listens`,
    async () => {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`the ${name} ended:\n${log.lines.join('\n')}`);
      }
      return log.listening();
    },
    STARTS_WITHIN_MS,
  );
  const { port, adminPort } = await listening.catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  return {
    exited,
    log: () => log.lines,
    signal: (signal) => void child.kill(signal),
    pid: child.pid ?? 0,
    adminUrl: `http://${HOST}:${adminPort}`,
    url: `http://${HOST}:${port}`,
    async stop() {
      child.kill('SIGTERM');
      return await exited;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function readLog({ stdout, stderr }: ChildProcess, onLine: (line: string) => void) {
  const lines: string[] = [];
  let ports: { port: number; adminPort: number } | undefined;
  for (const stream of [stdout, stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      onLine(line);
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      if (!line.includes('"msg":"listening"')) return;
      const { port, admin_port: adminPort }: { port?: number; admin_port: number } = JSON.parse(line);
      ports = { port: port ?? 0, adminPort };
    });
  }
  return { lines, listening: () => ports };
}
