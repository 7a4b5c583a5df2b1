import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type LocalStack, readLocalFile } from '@taskfold/local-state';
import { onTestFinished } from 'vitest';
import { eventually } from './eventually.ts';
import { isListening, listProcesses, type Process, processTree } from './processes.ts';
import { ROOT } from './root.ts';

const UP_TIMEOUT_MS = 120_000;
const END_TIMEOUT_MS = 40_000;

export interface NpmStart {
  /** Of npm itself. */
  readonly pid: number;
  readonly stack: LocalStack;
  readonly seconds: number;
  /** What it has said so far. */
  said(): string;
  /** Of npm; resolves when it has ended. */
  readonly exitCode: Promise<number | null>;
  /** npm and all that has come of it, with the guards, which are nobody's children. */
  processes(): Promise<Process[]>;
  /** As a terminal sends it: to every process of the foreground group. */
  signalGroup(signal: NodeJS.Signals): void;
}

/** As in the shell of a person, whose own Node may be an older one than that of the tests. */
function ordinaryPath(): string {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.filter((folder) => !folder.includes('node_modules')).join(delimiter);
}

/** A folder for what the stack keeps, removed after the test. */
export async function temporaryState(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'taskfold-npm-start-'));
  // PostgreSQL may run as another user, who has to pass it.
  await chmod(folder, 0o711);
  // Whatever is killed with its terminal leaves PostgreSQL to its guard, which writes on for a moment.
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }));
  return folder;
}

/**
 * Runs `npm start` and waits until it says what came up.
 *
 * @throws with what it said when it does not come up
 */
export async function npmStart(state: string, args: readonly string[] = []): Promise<NpmStart> {
  const started = performance.now();
  const { DATABASE_URL: _, KAFKA_BROKERS: __, ...env } = process.env;
  const child = spawn('npm', ['start', '--', '--port', '0', ...args], {
    cwd: ROOT,
    env: { ...env, PATH: ordinaryPath(), TASKFOLD_STATE_DIR: state, INIT_CWD: ROOT },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const pid = child.pid ?? 0;
  const signalGroup = (signal: NodeJS.Signals) => {
    try {
      process.kill(-pid, signal);
    } catch {
      // All of it has ended.
    }
  };
  onTestFinished(() => signalGroup('SIGKILL'));
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (piece) => {
      text += piece;
    });
  }
  let ended = false;
  const exitCode = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      ended = true;
      resolve(code);
    });
  });
  const stack = await eventually(
    'npm start says what came up',
    async () => {
      if (ended) throw new Error(`npm start has ended:\n${text}`);
      if (!text.includes('Ctrl-C stops everything')) return undefined;
      return await readLocalFile(join(state, 'local.json'));
    },
    UP_TIMEOUT_MS,
  ).catch((error) => {
    throw new Error(`${String(error)}\n${text}`);
  });
  return {
    pid,
    stack,
    seconds: (performance.now() - started) / 1000,
    said: () => text,
    exitCode,
    signalGroup,
    async processes() {
      const tree = await processTree(pid);
      const known = new Set(tree.map((process) => process.pid));
      const guards = (await listProcesses()).filter(
        ({ pid: other, command }) => command.includes(state) && !known.has(other),
      );
      return [...tree, ...guards];
    },
  };
}

/** Waits until none of the processes is left, and no port of the stack is open. */
export async function untilGone(processes: readonly Process[], stack: LocalStack): Promise<void> {
  const pids = new Set(processes.map(({ pid }) => pid));
  const urls = [stack.api_url, stack.admin_url, stack.database_url, `kafka://${stack.kafka_brokers}`];
  let left: string[] = [];
  await eventually(
    'no process and no port is left',
    async () => {
      const running = (await listProcesses()).filter(({ pid }) => pids.has(pid));
      const ports = await Promise.all(
        urls.map(async (url) => ((await isListening(Number(new URL(url).port))) ? [url] : [])),
      );
      left = [...running.map(({ pid, command }) => `${pid} ${command}`), ...ports.flat()];
      return left.length === 0 || undefined;
    },
    END_TIMEOUT_MS,
  ).catch((error) => {
    throw new Error(`${String(error)}, but these are: ${left.join('\n')}`);
  });
}
