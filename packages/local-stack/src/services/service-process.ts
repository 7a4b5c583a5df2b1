import { type ChildProcess, spawn } from 'node:child_process';
import { ROOT } from '@taskfold/local-state';
import { sleep } from '@taskfold/runtime';
import { createServiceLog, rotateLog } from './service-log.ts';

const END_WITH_PARENT = new URL('../../bin/end-with-parent.mjs', import.meta.url).href;
const READY_INTERVAL_MS = 50;
const READY_TIMEOUT_MS = 60_000;
/** How long an orderly stop may take; the services promise 25 s. */
const STOP_TIMEOUT_MS = 27_000;
/** A service that ends this many times before it was ready once will not get better by itself. */
const START_ATTEMPTS = 3;
/** Waits before the first, second … restart; the last one from then on. */
const RESTART_DELAYS_MS = [100, 500, 1_000, 2_000, 5_000, 10_000] as const;
/** A service that has run this long begins again with the first delay. */
const STEADY_MS = 30_000;

export interface ServiceProcessOptions {
  /** As it stands in messages: `processor`. */
  readonly name: string;
  /** From the top of the repository, as it stands in the command line: `services/processor/src/main.ts`. */
  readonly script: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** Answers 200 when the service does its work. */
  readonly readyUrl: string;
  /** Told what a person should know: restarts, warnings. */
  readonly onNotice: (text: string, kind: 'bad' | 'warn' | 'good') => void;
  readonly signal: AbortSignal;
}

export interface ServiceProcess {
  /** SIGTERM, then SIGKILL when that takes too long. Resolves when it is gone and stays gone. */
  stop(): Promise<void>;
  /** SIGKILL at once. */
  kill(): void;
}

/**
 * Starts a service as a process of its own and keeps it running: when it ends it is started again, later and later.
 *
 * @returns when it is ready for the first time
 * @throws when it ends three times before that, or is not ready within a minute
 */
export async function startService(options: ServiceProcessOptions): Promise<ServiceProcess> {
  const { name, onNotice, signal } = options;
  rotateLog(options.logFile);
  let everReady = false;
  // What it says before it is ready for the first time matters when it does not get there, and is shown then.
  const log = createServiceLog(options.logFile, (text) => everReady && onNotice(`${name}: ${text}`, 'warn'));
  const stopping = new AbortController();
  const either = AbortSignal.any([signal, stopping.signal]);
  const firstReady = Promise.withResolvers<void>();
  firstReady.promise.catch(() => {});
  let child: ChildProcess | undefined;

  async function runOnce(restarted: boolean): Promise<{ how: string; ranMs: number }> {
    const started = performance.now();
    child = spawnService(options, log.write);
    const pid = child.pid;
    const ended = endOf(child);
    const over = new AbortController();
    void ended.then(() => over.abort());
    const ready = untilReady(options.readyUrl, AbortSignal.any([either, over.signal])).then(
      () => {
        everReady = true;
        firstReady.resolve();
        if (restarted) onNotice(`${name} is back (process ${pid}).`, 'good');
      },
      () => {},
    );
    const how = await ended;
    await ready;
    return { how, ranMs: performance.now() - started };
  }

  async function keepRunning(): Promise<void> {
    let failures = 0;
    for (let run = 0; !stopping.signal.aborted; run++) {
      const { how, ranMs } = await runOnce(run > 0);
      if (either.aborted) return;
      failures = ranMs > STEADY_MS ? 1 : failures + 1;
      if (!everReady && failures >= START_ATTEMPTS) {
        firstReady.reject(
          new Error(`The ${name} does not start (${how}):\n${log.tail().slice(-5).join('\n')}`),
        );
        return;
      }
      const delay = RESTART_DELAYS_MS[Math.min(failures, RESTART_DELAYS_MS.length) - 1] ?? 0;
      onNotice(
        `${name} ended (${how})${failures > 1 ? `, ${failures} times in a row` : ''}; starting it again${delay >= 1000 ? ` in ${delay / 1000} s` : ''}.`,
        'bad',
      );
      await sleep(delay, either).catch(() => {});
      if (either.aborted) return;
    }
  }

  const running = keepRunning().finally(() => log.close());
  const service: ServiceProcess = {
    async stop() {
      stopping.abort(new Error(`the ${name} is being stopped`));
      if (child !== undefined && !hasEnded(child)) child.kill('SIGTERM');
      const timer = setTimeout(() => service.kill(), STOP_TIMEOUT_MS);
      await running;
      clearTimeout(timer);
    },
    kill() {
      stopping.abort(new Error(`the ${name} is being killed`));
      if (child !== undefined && !hasEnded(child)) child.kill('SIGKILL');
    },
  };
  const timeout = setTimeout(
    () => firstReady.reject(new Error(`The ${name} is not ready after a minute; see ${options.logFile}.`)),
    READY_TIMEOUT_MS,
  );
  const onAbort = () => firstReady.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await firstReady.promise;
    return service;
  } catch (error) {
    await service.stop();
    throw error;
  } finally {
    clearTimeout(timeout);
    signal.removeEventListener('abort', onAbort);
  }
}

/** In a session of its own, so that a terminal's Ctrl-C does not reach it and the order of the stop is ours. */
function spawnService(
  { script, env }: ServiceProcessOptions,
  onOutput: (text: string) => void,
): ChildProcess {
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, script], {
    cwd: ROOT,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', onOutput);
  child.stdio[3]?.on('error', () => {});
  return child;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
}

async function untilReady(url: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    const ok = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(2_000)]) }).then(
      async (response) => {
        await response.body?.cancel();
        return response.ok;
      },
      () => false,
    );
    if (ok) return;
    await sleep(READY_INTERVAL_MS, signal);
  }
}
